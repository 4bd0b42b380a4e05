// Gradients and the modes that switch them.
#include "abi.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

ABI int32_t ta_is_leaf(Handle t) { return t->is_leaf(); }
ABI int32_t ta_requires_grad(Handle t) { return t->requires_grad(); }

ABI int32_t ta_set_requires_grad(Handle t, int32_t value) {
    return run([&] { t->set_requires_grad(value != 0); });
}

ABI int32_t ta_retain_grad(Handle t) {
    return run([&] { t->retain_grad(); });
}

// Null without an error when there is no gradient yet.
ABI int32_t ta_grad(Handle t, Handle* out) {
    return run([&] { *out = wrap(t->grad()); });
}

ABI int32_t ta_set_grad(Handle t, Handle grad) {
    return run([&] {
        if (grad) {
            t->mutable_grad() = *grad;
        } else {
            t->mutable_grad().reset();
        }
    });
}

ABI int32_t ta_backward(Handle t, Handle gradient, int32_t retain_graph, int32_t create_graph) {
    return run([&] { t->backward(gradient ? *gradient : at::Tensor(), retain_graph != 0, create_graph != 0); });
}

ABI Handle ta_detach(Handle t) {
    return make([&] { return t->detach(); });
}

ABI int32_t ta_detach_(Handle t) {
    return run([&] { t->detach_(); });
}

ABI int32_t ta_is_grad_enabled() { return c10::GradMode::is_enabled(); }
ABI void ta_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

ABI int32_t ta_is_inference_mode() { return c10::InferenceMode::is_enabled(); }
ABI c10::InferenceMode* ta_inference_mode_enter(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
ABI void ta_inference_mode_leave(c10::InferenceMode* guard) { delete guard; }
