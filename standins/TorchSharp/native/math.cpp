// Element-wise operations, products and reductions.
#include "abi.h"

#define UNARY(name) \
    ABI Handle ta_##name(Handle t) { return make([&] { return t->name(); }); }
#define UNARY_IN_PLACE(name) \
    ABI int32_t ta_##name(Handle t) { return run([&] { t->name(); }); }
#define BINARY(name) \
    ABI Handle ta_##name(Handle a, Handle b) { return make([&] { return a->name(*b); }); }
#define BINARY_IN_PLACE(name) \
    ABI int32_t ta_##name(Handle a, Handle b) { return run([&] { a->name(*b); }); }
#define SCALAR(name) \
    ABI Handle ta_##name##_scalar(Handle a, Number b) { return make([&] { return a->name(b.scalar()); }); }
#define SCALAR_IN_PLACE(name) \
    ABI int32_t ta_##name##_scalar(Handle a, Number b) { return run([&] { a->name(b.scalar()); }); }

UNARY(abs)
UNARY(neg)
UNARY(sqrt)
UNARY(exp)
UNARY(log)
UNARY(tanh)
UNARY(relu)
UNARY(sigmoid)
UNARY(reciprocal)
UNARY(sign)
UNARY(isfinite)
UNARY(isnan)
UNARY(logical_not)
UNARY(conj)
UNARY(all)
UNARY(any)
UNARY(mean)
UNARY(max)
UNARY(min)

UNARY_IN_PLACE(abs_)
UNARY_IN_PLACE(neg_)
UNARY_IN_PLACE(sqrt_)
UNARY_IN_PLACE(tanh_)
UNARY_IN_PLACE(relu_)
UNARY_IN_PLACE(reciprocal_)
UNARY_IN_PLACE(zero_)

BINARY(mul)
BINARY(pow)
BINARY(maximum)
BINARY(minimum)
BINARY(matmul)
BINARY(mm)
BINARY(bmm)
BINARY(eq)
BINARY(ne)
BINARY(lt)
BINARY(le)
BINARY(gt)
BINARY(ge)
BINARY(logical_and)
BINARY(logical_or)

BINARY_IN_PLACE(mul_)
BINARY_IN_PLACE(pow_)
BINARY_IN_PLACE(copy_)

SCALAR(mul)
SCALAR(pow)
SCALAR(eq)
SCALAR(ne)
SCALAR(lt)
SCALAR(le)
SCALAR(gt)
SCALAR(ge)

SCALAR_IN_PLACE(mul_)
SCALAR_IN_PLACE(pow_)
SCALAR_IN_PLACE(fill_)

ABI Handle ta_add(Handle a, Handle b, Number alpha) {
    return make([&] { return a->add(*b, alpha.scalar()); });
}
ABI Handle ta_add_scalar(Handle a, Number b, Number alpha) {
    return make([&] { return a->add(b.scalar(), alpha.scalar()); });
}
ABI int32_t ta_add_(Handle a, Handle b, Number alpha) {
    return run([&] { a->add_(*b, alpha.scalar()); });
}
ABI int32_t ta_add__scalar(Handle a, Number b, Number alpha) {
    return run([&] { a->add_(b.scalar(), alpha.scalar()); });
}
ABI Handle ta_sub(Handle a, Handle b) {
    return make([&] { return a->sub(*b); });
}
ABI Handle ta_sub_scalar(Handle a, Number b) {
    return make([&] { return a->sub(b.scalar()); });
}
ABI int32_t ta_sub_(Handle a, Handle b) {
    return run([&] { a->sub_(*b); });
}
ABI int32_t ta_sub__scalar(Handle a, Number b) {
    return run([&] { a->sub_(b.scalar()); });
}

namespace {
// In the order of the managed enumeration.
c10::optional<c10::string_view> rounding_mode(int32_t rounding) {
    switch (rounding) {
        case 0:
            return c10::nullopt;
        case 1:
            return c10::string_view("trunc");
        default:
            return c10::string_view("floor");
    }
}
}

ABI Handle ta_div(Handle a, Handle b, int32_t rounding) {
    return make([&] { return a->div(*b, rounding_mode(rounding)); });
}
ABI Handle ta_div_scalar(Handle a, Number b, int32_t rounding) {
    return make([&] { return a->div(b.scalar(), rounding_mode(rounding)); });
}
ABI int32_t ta_div_(Handle a, Handle b, int32_t rounding) {
    return run([&] { a->div_(*b, rounding_mode(rounding)); });
}
ABI int32_t ta_div__scalar(Handle a, Number b, int32_t rounding) {
    return run([&] { a->div_(b.scalar(), rounding_mode(rounding)); });
}

ABI Handle ta_addcmul(Handle t, Handle a, Handle b, Number value) {
    return make([&] { return t->addcmul(*a, *b, value.scalar()); });
}
ABI int32_t ta_addcmul_(Handle t, Handle a, Handle b, Number value) {
    return run([&] { t->addcmul_(*a, *b, value.scalar()); });
}
ABI Handle ta_addcdiv(Handle t, Handle a, Handle b, Number value) {
    return make([&] { return t->addcdiv(*a, *b, value.scalar()); });
}
ABI int32_t ta_addcdiv_(Handle t, Handle a, Handle b, Number value) {
    return run([&] { t->addcdiv_(*a, *b, value.scalar()); });
}
ABI Handle ta_lerp(Handle t, Handle end, Handle weight) {
    return make([&] { return t->lerp(*end, *weight); });
}
ABI int32_t ta_lerp_(Handle t, Handle end, Handle weight) {
    return run([&] { t->lerp_(*end, *weight); });
}
ABI Handle ta_baddbmm(Handle t, Handle a, Handle b, float beta, float alpha) {
    return make([&] { return t->baddbmm(*a, *b, beta, alpha); });
}
ABI Handle ta_addmm(Handle t, Handle a, Handle b, float beta, float alpha) {
    return make([&] { return t->addmm(*a, *b, beta, alpha); });
}

namespace {
c10::optional<at::Scalar> optional_scalar(const Number* number) {
    return number ? c10::make_optional(number->scalar()) : c10::nullopt;
}

c10::optional<at::Tensor> optional_tensor(Handle t) { return t ? c10::make_optional(*t) : c10::nullopt; }
}

ABI Handle ta_clamp(Handle t, const Number* min, const Number* max) {
    return make([&] { return t->clamp(optional_scalar(min), optional_scalar(max)); });
}
ABI int32_t ta_clamp_(Handle t, const Number* min, const Number* max) {
    return run([&] { t->clamp_(optional_scalar(min), optional_scalar(max)); });
}
ABI Handle ta_clamp_tensor(Handle t, Handle min, Handle max) {
    return make([&] { return t->clamp(optional_tensor(min), optional_tensor(max)); });
}
ABI int32_t ta_clamp__tensor(Handle t, Handle min, Handle max) {
    return run([&] { t->clamp_(optional_tensor(min), optional_tensor(max)); });
}
ABI Handle ta_where(Handle condition, Handle x, Handle y) {
    return make([&] { return at::where(*condition, *x, *y); });
}

ABI Handle ta_sum(Handle t, int32_t type) {
    return make([&] { return t->sum(optional_type(type)); });
}
ABI Handle ta_sum_dims(Handle t, Longs dims, int32_t keepdim, int32_t type) {
    return make([&] { return t->sum(dims.ref(), keepdim != 0, optional_type(type)); });
}
ABI Handle ta_mean_dims(Handle t, Longs dims, int32_t keepdim, int32_t type) {
    return make([&] { return t->mean(dims.ref(), keepdim != 0, optional_type(type)); });
}
ABI Handle ta_all_dim(Handle t, int64_t dim, int32_t keepdim) {
    return make([&] { return t->all(dim, keepdim != 0); });
}
ABI Handle ta_any_dim(Handle t, int64_t dim, int32_t keepdim) {
    return make([&] { return t->any(dim, keepdim != 0); });
}
