package org.pushforward.benchmark.run;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.util.Modules;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.benchmark.data.PrecipitationSettings;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.model.DiffusionSettings;
import org.pushforward.benchmark.model.InfillingSettings;
import org.pushforward.benchmark.model.ModelSettings;
import org.pushforward.benchmark.model.RealNvpSettings;
import org.pushforward.benchmark.model.VaeSettings;
import org.pushforward.benchmark.model.WganGpSettings;
import org.pushforward.benchmark.settings.Kinds;
import org.pushforward.benchmark.settings.RecordYaml;

/**
 * Puts the parts together: backends, families of models, sets of data.
 *
 * <p>A user's own {@link Module}, named in {@code META-INF/services/com.google.inject.Module} of a jar on the class path, may
 * override any binding of this one, and may add to the sets of {@code Class<? extends ModelSettings>} and {@code Class<?
 * extends DataSettings>}; a class of a kind that is there already takes its place.
 */
public final class BenchmarkModule extends AbstractModule {
    private static final List<Class<?>> STANDARD = List.of(
            RealNvpSettings.class,
            VaeSettings.class,
            WganGpSettings.class,
            DiffusionSettings.class,
            InfillingSettings.class,
            ToySettings.class,
            PrecipitationSettings.class);

    /** Makes the module. */
    public BenchmarkModule() {}

    /** Returns the injector of the standard parts, overridden by the modules on the class path and then by those given. */
    public static Injector injector(Module... others) {
        List<Module> overriding = new ArrayList<>();
        ServiceLoader.load(Module.class).forEach(overriding::add);
        overriding.addAll(List.of(others));
        return Guice.createInjector(Modules.override(new BenchmarkModule()).with(overriding));
    }

    /** Returns the set to which a module adds families of models to the standard ones. */
    public static Multibinder<Class<? extends ModelSettings>> families(Binder binder) {
        return Multibinder.newSetBinder(binder, new TypeLiteral<>() {});
    }

    /** Returns the set to which a module adds sets of data to the standard ones. */
    public static Multibinder<Class<? extends DataSettings>> data(Binder binder) {
        return Multibinder.newSetBinder(binder, new TypeLiteral<>() {});
    }

    @Override
    protected void configure() {
        bind(BackendSource.class).to(InstalledBackends.class);
        families(binder());
        data(binder());
    }

    @Provides
    RecordYaml<Experiment> experiments(
            Set<Class<? extends ModelSettings>> families, Set<Class<? extends DataSettings>> data) {
        // Guice does not say in which order modules fill a set, so what is to be replaced comes first by hand.
        List<Class<?>> kinds = new ArrayList<>(STANDARD);
        kinds.addAll(families);
        kinds.addAll(data);
        return new RecordYaml<>(Experiment.class, new Kinds(kinds));
    }
}
