// Views, slices, joins.
#include "abi.h"

ABI Handle ta_clone(Handle t) {
    return make([&] { return t->clone(); });
}
ABI Handle ta_contiguous(Handle t) {
    return make([&] { return t->contiguous(); });
}
ABI Handle ta_t(Handle t) {
    return make([&] { return t->t(); });
}
ABI Handle ta_view(Handle t, Longs shape) {
    return make([&] { return t->view(shape.ref()); });
}
ABI Handle ta_reshape(Handle t, Longs shape) {
    return make([&] { return t->reshape(shape.ref()); });
}
ABI Handle ta_expand(Handle t, Longs shape) {
    return make([&] { return t->expand(shape.ref()); });
}
ABI Handle ta_permute(Handle t, Longs dims) {
    return make([&] { return t->permute(dims.ref()); });
}
ABI Handle ta_flatten(Handle t, int64_t start, int64_t end) {
    return make([&] { return t->flatten(start, end); });
}
ABI Handle ta_transpose(Handle t, int64_t a, int64_t b) {
    return make([&] { return t->transpose(a, b); });
}
ABI Handle ta_squeeze(Handle t) {
    return make([&] { return t->squeeze(); });
}
ABI Handle ta_squeeze_dim(Handle t, int64_t dim) {
    return make([&] { return t->squeeze(dim); });
}
ABI Handle ta_unsqueeze(Handle t, int64_t dim) {
    return make([&] { return t->unsqueeze(dim); });
}
ABI Handle ta_select(Handle t, int64_t dim, int64_t index) {
    return make([&] { return t->select(dim, index); });
}
ABI Handle ta_narrow(Handle t, int64_t dim, int64_t start, int64_t length) {
    return make([&] { return t->narrow(dim, start, length); });
}
ABI Handle ta_slice(Handle t, int64_t dim, int64_t start, int64_t finish, int64_t step) {
    return make([&] { return t->slice(dim, start, finish, step); });
}
ABI Handle ta_index_select(Handle t, int64_t dim, Handle index) {
    return make([&] { return t->index_select(dim, *index); });
}

namespace {
std::vector<at::Tensor> list(const Handle* tensors, int64_t count) {
    std::vector<at::Tensor> result;
    result.reserve(count);
    for (int64_t i = 0; i < count; i++) {
        result.push_back(*tensors[i]);
    }
    return result;
}
}

ABI Handle ta_cat(const Handle* tensors, int64_t count, int64_t dim) {
    return make([&] { return at::cat(list(tensors, count), dim); });
}
ABI Handle ta_stack(const Handle* tensors, int64_t count, int64_t dim) {
    return make([&] { return at::stack(list(tensors, count), dim); });
}
