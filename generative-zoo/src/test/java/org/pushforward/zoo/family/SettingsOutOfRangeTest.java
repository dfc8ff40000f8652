package org.pushforward.zoo.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.gan.WassersteinGp.Sides;

/** Each setting accepts both ends of its range and refuses what lies beyond, by name. */
class SettingsOutOfRangeTest {
    private final List<Integer> widths = List.of(8);
    private final GanNetwork network = new GanNetwork.PerceptronGan(widths);
    private final DenoiserArchitecture denoiser = new DenoiserArchitecture.PerceptronDenoiser(widths);

    private static void refused(String component, ThrowingCallable record) {
        assertThatThrownBy(record).isInstanceOfSatisfying(SettingException.class, e -> assertThat(e.component())
                .isEqualTo(component));
    }

    @Test
    void realNvp() {
        assertThat(new RealNvp(2, 1)).isNotEqualTo(new RealNvp(1_000, 65_536));
        refused("couplings", () -> new RealNvp(1, 8));
        refused("couplings", () -> new RealNvp(1_001, 8));
        refused("hidden", () -> new RealNvp(2, 0));
        refused("hidden", () -> new RealNvp(2, 65_537));
    }

    @Test
    void maskedAutoregressive() {
        assertThat(new MaskedAutoregressive(1, widths)).isNotEqualTo(new MaskedAutoregressive(1_000, widths));
        refused("layers", () -> new MaskedAutoregressive(0, widths));
        refused("layers", () -> new MaskedAutoregressive(1_001, widths));
        refused("hidden", () -> new MaskedAutoregressive(1, List.of()));
        refused("hidden", () -> new MaskedAutoregressive(1, List.of(8, 0)));
        assertThat(new MaskedAutoregressive(1, List.of(1)).hidden()).containsExactly(1);
    }

    @Test
    void vae() {
        assertThat(new VaeFamily(1, 1)).isNotEqualTo(new VaeFamily(65_536, 65_536));
        refused("latent", () -> new VaeFamily(0, 8));
        refused("latent", () -> new VaeFamily(65_537, 8));
        refused("hidden", () -> new VaeFamily(2, 0));
        refused("hidden", () -> new VaeFamily(2, 65_537));
    }

    @Test
    void wganGp() {
        assertThat(new WganGp(1, network, 1, 1e-9, Sides.ONE)).isNotEqualTo(new WganGp());
        refused("latent", () -> new WganGp(0, network, 5, 10, Sides.TWO));
        refused("criticSteps", () -> new WganGp(8, network, 0, 10, Sides.TWO));
        refused("criticSteps", () -> new WganGp(8, network, 1_001, 10, Sides.TWO));
        refused("penalty", () -> new WganGp(8, network, 5, 0, Sides.TWO));
        refused("penalty", () -> new WganGp(8, network, 5, Double.NaN, Sides.TWO));
        refused("hidden", () -> new GanNetwork.PerceptronGan(List.of()));
        refused("channels", () -> new GanNetwork.ConvolutionalGan(0));
        refused("channels", () -> new GanNetwork.ConvolutionalGan(4_097));
        assertThat(new GanNetwork.ConvolutionalGan(4_096).channels()).isEqualTo(4_096);
    }

    @Test
    void denoiserArchitecture() {
        refused("hidden", () -> new DenoiserArchitecture.PerceptronDenoiser(List.of(0)));
        refused("levels", () -> new DenoiserArchitecture.ConvolutionalDenoiser(List.of(), 1, 1, 8, 1));
        refused("levels", () -> new DenoiserArchitecture.ConvolutionalDenoiser(List.of(4, 0), 1, 1, 8, 1));
        refused("blocks", () -> new DenoiserArchitecture.ConvolutionalDenoiser(widths, 0, 2, 8, 1));
        refused("blocks", () -> new DenoiserArchitecture.ConvolutionalDenoiser(widths, 101, 2, 8, 1));
        refused("embedding", () -> new DenoiserArchitecture.ConvolutionalDenoiser(widths, 1, 2, 0, 1));
        refused("patch", () -> new DenoiserArchitecture.ConvolutionalDenoiser(widths, 1, 2, 8, 0));
        refused("patch", () -> new DenoiserArchitecture.ConvolutionalDenoiser(widths, 1, 2, 8, 65));
        refused("groups", () -> new DenoiserArchitecture.ConvolutionalDenoiser(widths, 1, 3, 8, 1));
        refused("groups", () -> new DenoiserArchitecture.ConvolutionalDenoiser(List.of(8, 12), 1, 8, 8, 1));
        refused("groups", () -> new DenoiserArchitecture.ConvolutionalDenoiser(widths, 1, 0, 8, 1));
        refused("groups", () -> new DenoiserArchitecture.ConvolutionalDenoiser(widths, 1, -2, 8, 1));
        assertThat(new DenoiserArchitecture.ConvolutionalDenoiser(List.of(1), 1, 1, 1).patch())
                .isEqualTo(1);
    }

    @Test
    void diffusion() {
        Diffusion plain = Diffusion.of(denoiser);
        assertThat(plain.steps(2, 2).heunSteps()).isEqualTo(2);
        refused("heunSteps", () -> plain.steps(1, 2));
        refused("ancestralSteps", () -> plain.steps(2, 1));
        refused("ancestralSteps", () -> plain.steps(2, 100_001));
        refused(
                "gauges",
                () -> new Diffusion(
                        denoiser,
                        2,
                        2,
                        new KarrasLevels(),
                        Optional.of(new Diffusion.Labels()),
                        Optional.of(new Gauges())));
    }

    @Test
    void labels() {
        assertThat(new Diffusion.Labels(1, 0, 0)).isNotEqualTo(new Diffusion.Labels(1, 1, 0));
        refused("classes", () -> new Diffusion.Labels(0, 0.1, 0));
        refused("absent", () -> new Diffusion.Labels(2, -0.1, 0));
        refused("absent", () -> new Diffusion.Labels(2, 1.1, 0));
        refused("guidance", () -> new Diffusion.Labels(2, 0.1, -1));
    }

    @Test
    void levels() {
        assertThat(new KarrasLevels(1, 2, 1).rho()).isEqualTo(1);
        refused("lowest", () -> new KarrasLevels(0, 1, 7));
        refused("highest", () -> new KarrasLevels(1, 1, 7));
        refused("rho", () -> new KarrasLevels(1, 2, 0.9));
    }

    @Test
    void gauges() {
        assertThat(new Gauges(1, 1, 1, 10)).isNotEqualTo(new Gauges(0.5, 0.5, 0, 0));
        refused("most", () -> new Gauges(0.1, 0, 0, 0));
        refused("most", () -> new Gauges(0.1, 1.1, 0, 0));
        refused("fewest", () -> new Gauges(0, 0.5, 0, 0));
        refused("fewest", () -> new Gauges(0.6, 0.5, 0, 0));
        refused("absent", () -> new Gauges(0.1, 0.5, -0.1, 0));
        refused("absent", () -> new Gauges(0.1, 0.5, 1.1, 0));
        refused("noise", () -> new Gauges(0.1, 0.5, 0, -0.1));
        refused("noise", () -> new Gauges(0.1, 0.5, 0, 10.1));
        assertThat(Gauges.exact(0.1, 0.5)).isEqualTo(new Gauges(0.1, 0.5, 0, 0));
    }

    @Test
    void widthsDoNotFollowTheCallersList() {
        List<Integer> own = new ArrayList<>(List.of(8));
        MaskedAutoregressive family = new MaskedAutoregressive(1, own);
        own.set(0, -1);
        assertThat(family.hidden()).containsExactly(8);
    }
}
