package org.pushforward.backend.onnx;

import org.pushforward.backend.BackendProvider;

/** States that stay on a device behave like those of the JVM. */
class DeviceStateTest extends StateTest {
    @Override
    BackendProvider provider() {
        return new DeviceStandInProvider();
    }
}
