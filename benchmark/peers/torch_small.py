#!/usr/bin/env python3
"""The PyTorch side of the training workloads at other batches and widths.

    PYTHONPATH=FOLDER-OF-TORCH_PEERS ./pushforward benchmark --workloads denoiser-train --threads 1 \
        --batch 32 --width 32 --peer 'python3 benchmark/peers/torch_small.py'

Takes what `pushforward benchmark --peer` adds to its command. Models, losses, steps and the timer are those of
`torch_peers.py`, which times the standard sizes only; here the sizes are options, and one call is one process.
"""

import argparse
import json
import os
import sys
import tempfile


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workload", required=True)
    parser.add_argument("--mode", required=True, choices=["eager", "compile"])
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--max-steps", type=int, default=1000)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--width", type=int)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--json", required=True)
    parser.add_argument("--warm-cache", action="store_true", help="keep inductor's usual cache")
    return parser.parse_args()


def workloads(peers, batch, width):
    """The training workloads at a batch and a width; None stands for the standard one."""
    torch = peers.torch

    def sizes(standard_batch, standard_width):
        return batch or standard_batch, width or standard_width

    def realnvp(mode):
        n, w = sizes(1024, 128)
        model = peers.RealNVP(width=w)
        step = peers.train_step(mode, model, peers.negative_log_likelihood, 1e-3)
        return peers.Case(step, lambda g: (peers.moons(g, n),), "loss", peers.count(model))

    def vae(mode):
        n, w = sizes(128, 400)
        model = peers.VAE(width=w)

        def draw(g):
            images = 0.5 + 0.5 * peers.fields(g, n, 28, 7).reshape(n, 784)
            return images.clamp(0, 1), torch.randn(n, 20, generator=g)

        step = peers.train_step(mode, model, peers.negative_elbo, 1e-3)
        return peers.Case(step, draw, "loss", peers.count(model))

    def wgan(mode):
        n, w = sizes(256, 256)
        generator = peers.MLP([64, w, w, w, 2], peers.relu)
        critic = peers.MLP([2, w, w, w, 1], peers.leaky_relu)
        params = peers.count(generator) + peers.count(critic)

        def on_critic(net, real, z, u):
            with torch.no_grad():
                fake = generator(z)
            return peers.critic_loss(net, real, fake, u, functional=mode.compiled)

        critic_step = peers.train_step(mode, critic, on_critic, 1e-4, (0.0, 0.9))
        generator_step = peers.train_step(
            mode, generator, lambda net, z: -critic(net(z)).mean(), 1e-4, (0.0, 0.9))

        def step(real, z, u, z_last):
            for k in range(5):
                value = critic_step(real[k], z[k], u[k])
            generator_step(z_last)
            return value

        def draw(g):
            return (peers.moons(g, 5 * n).reshape(5, n, 2), torch.randn(5, n, 64, generator=g),
                    torch.rand(5, n, 1, generator=g), torch.randn(n, 64, generator=g))

        return peers.Case(step, draw, "loss", params)

    def denoiser(mode):
        n, w = sizes(1024, 256)
        net = peers.MLPNet()
        net.mlp = peers.MLP([66, w, w, w, w, 2], peers.silu)
        model = peers.EDM(net)

        def draw(g):
            return (peers.moons(g, n), torch.randn(n, 2, generator=g),
                    peers.log_normal_sigma(g, n, 1))

        step = peers.train_step(mode, model, peers.denoising_loss, 1e-3)
        return peers.Case(step, draw, "loss", peers.count(model))

    def unet(mode):
        if width:
            sys.exit("torch_small.py: the U-Net of torch_peers.py has one width; leave out --width")
        n, _ = sizes(16, 32)
        model = peers.EDM(peers.UNet())

        def draw(g):
            return (peers.fields(g, n, 32, 8), torch.randn(n, 1, 32, 32, generator=g),
                    peers.log_normal_sigma(g, n, 1, 1, 1))

        step = peers.train_step(mode, model, peers.denoising_loss, 1e-4)
        return peers.Case(step, draw, "loss", peers.count(model))

    return {"realnvp-train": realnvp, "vae-train": vae, "wgan-gp-train": wgan,
            "denoiser-train": denoiser, "unet-train": unet}


def main():
    chosen = options()
    # Both are read when PyTorch is loaded.
    os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = str(chosen.threads)
    chosen.backend = "inductor"
    chosen.mmps_closing_vjp = False
    with tempfile.TemporaryDirectory(prefix="torch-small-") as folder:
        if not chosen.warm_cache:
            os.environ["TORCHINDUCTOR_CACHE_DIR"] = folder
        import torch_peers as peers

        table = workloads(peers, chosen.batch, chosen.width)
        if chosen.workload not in table:
            sys.exit(f"torch_small.py: no workload {chosen.workload!r}; there are {', '.join(table)}")
        peers.WORKLOADS = table
        result = peers.measure(chosen.workload, chosen)
        result.update(batch=chosen.batch, width=chosen.width)
        with open(chosen.json, "w") as file:
            json.dump({"machine": peers.machine(chosen), "results": [result]}, file)


if __name__ == "__main__":
    main()
