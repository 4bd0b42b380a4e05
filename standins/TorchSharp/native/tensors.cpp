// Life, facts and making of tensors.
#include "abi.h"

#include <cstring>

ABI void ta_free(Handle t) { delete t; }

ABI Handle ta_alias(Handle t) {
    return make([&] { return *t; });
}

ABI int64_t ta_dim(Handle t) { return t->dim(); }
ABI int64_t ta_numel(Handle t) { return t->numel(); }
ABI int64_t ta_element_size(Handle t) { return t->element_size(); }
ABI int32_t ta_dtype(Handle t) { return static_cast<int32_t>(t->scalar_type()); }
ABI int32_t ta_is_contiguous(Handle t) { return t->is_contiguous(); }
ABI void* ta_data(Handle t) { return t->data_ptr(); }

ABI void ta_shape(Handle t, int64_t* out) { std::memcpy(out, t->sizes().data(), t->dim() * sizeof(int64_t)); }
ABI void ta_strides(Handle t, int64_t* out) { std::memcpy(out, t->strides().data(), t->dim() * sizeof(int64_t)); }

ABI int32_t ta_size(Handle t, int64_t dim, int64_t* out) {
    return run([&] { *out = t->size(dim); });
}

namespace {
at::TensorOptions options(int32_t type) { return at::TensorOptions().dtype(static_cast<at::ScalarType>(type)); }

at::Generator optional_generator(at::Generator* generator) { return generator ? *generator : at::Generator(); }
}

ABI Handle ta_from_memory(void* data, int32_t source, Longs shape, int32_t type) {
    return make([&] {
        return at::from_blob(data, shape.ref(), options(source)).to(static_cast<at::ScalarType>(type), false, /*copy=*/true);
    });
}

ABI Handle ta_empty(Longs shape, int32_t type) {
    return make([&] { return at::empty(shape.ref(), options(type)); });
}

ABI Handle ta_full(Longs shape, Number value, int32_t type) {
    return make([&] { return at::full(shape.ref(), value.scalar(), options(type)); });
}

ABI Handle ta_full_like(Handle t, Number value, int32_t type) {
    return make([&] { return at::full_like(*t, value.scalar(), options(type)); });
}

ABI Handle ta_arange(Number start, Number stop, Number step, int32_t type) {
    return make([&] { return at::arange(start.scalar(), stop.scalar(), step.scalar(), options(type)); });
}

ABI Handle ta_rand(Longs shape, at::Generator* generator, int32_t type) {
    return make([&] { return at::rand(shape.ref(), optional_generator(generator), options(type)); });
}

ABI Handle ta_randn(Longs shape, at::Generator* generator, int32_t type) {
    return make([&] { return at::randn(shape.ref(), optional_generator(generator), options(type)); });
}

ABI int32_t ta_uniform_(Handle t, double low, double high, at::Generator* generator) {
    return run([&] { t->uniform_(low, high, optional_generator(generator)); });
}

ABI int32_t ta_normal_(Handle t, double mean, double std, at::Generator* generator) {
    return run([&] { t->normal_(mean, std, optional_generator(generator)); });
}

ABI Handle ta_to(Handle t, int32_t type, int32_t copy) {
    return make([&] { return t->to(static_cast<at::ScalarType>(type), false, copy != 0); });
}

ABI int32_t ta_item(Handle t, double* real, int64_t* integral) {
    return run([&] {
        at::Scalar value = t->item();
        *real = value.to<double>();
        *integral = value.isFloatingPoint() ? static_cast<int64_t>(*real) : value.to<int64_t>();
    });
}

ABI int32_t ta_equal(Handle a, Handle b, int32_t* out) {
    return run([&] { *out = a->equal(*b); });
}

ABI int32_t ta_allclose(Handle a, Handle b, double rtol, double atol, int32_t equal_nan, int32_t* out) {
    return run([&] { *out = a->allclose(*b, rtol, atol, equal_nan != 0); });
}
