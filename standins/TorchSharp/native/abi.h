// The C ABI between the managed classes and libtorch: opaque pointers, plain numbers, no exceptions across the border.
// A function that makes a tensor returns it, or null after an error; one that changes something returns 1, or 0 after an error.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <string>

#define ABI extern "C" __attribute__((visibility("default")))

using Handle = at::Tensor*;

// A number as the managed side has it: the bits of a double, an integer or a bool.
struct Number {
    int64_t bits;
    int64_t kind;

    at::Scalar scalar() const;
};

// A list of sizes, strides or dimensions.
struct Longs {
    const int64_t* values;
    int64_t count;

    at::IntArrayRef ref() const { return {values, static_cast<size_t>(count)}; }
};

// An element type; negative means "not given".
inline c10::optional<at::ScalarType> optional_type(int32_t type) {
    return type < 0 ? c10::nullopt : c10::make_optional(static_cast<at::ScalarType>(type));
}

void set_error(const char* message);

inline Handle wrap(at::Tensor tensor) {
    return tensor.defined() ? new at::Tensor(std::move(tensor)) : nullptr;
}

template <typename F>
Handle make(F body) noexcept {
    try {
        return wrap(body());
    } catch (const std::exception& e) {
        set_error(e.what());
        return nullptr;
    }
}

template <typename F>
int32_t run(F body) noexcept {
    try {
        body();
        return 1;
    } catch (const std::exception& e) {
        set_error(e.what());
        return 0;
    }
}
