// Errors, threads, random state.
#include "abi.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include <cstring>

namespace {
thread_local std::string last_error;
}

void set_error(const char* message) { last_error = message; }

at::Scalar Number::scalar() const {
    switch (kind) {
        case 0: {
            double value;
            std::memcpy(&value, &bits, sizeof value);
            return value;
        }
        case 1:
            return bits;
        default:
            return bits != 0;
    }
}

ABI const char* ta_last_error() { return last_error.c_str(); }

ABI const char* ta_version() { return TORCH_VERSION; }

ABI int32_t ta_get_num_threads() { return at::get_num_threads(); }

ABI int32_t ta_set_num_threads(int32_t count) {
    return run([&] { at::set_num_threads(count); });
}

using GeneratorHandle = at::Generator*;

ABI GeneratorHandle ta_generator_default() {
    return new at::Generator(at::globalContext().defaultGenerator(at::kCPU));
}

ABI GeneratorHandle ta_generator_new(uint64_t seed) { return new at::Generator(at::detail::createCPUGenerator(seed)); }

ABI void ta_generator_free(GeneratorHandle generator) { delete generator; }

ABI void ta_generator_seed(GeneratorHandle generator, int64_t seed) {
    generator->set_current_seed(static_cast<uint64_t>(seed));
}

ABI int64_t ta_generator_initial_seed(GeneratorHandle generator) {
    return static_cast<int64_t>(generator->current_seed());
}

ABI Handle ta_generator_get_state(GeneratorHandle generator) {
    return make([&] { return generator->get_state(); });
}

ABI int32_t ta_generator_set_state(GeneratorHandle generator, Handle state) {
    return run([&] { generator->set_state(*state); });
}
