// What nn.Linear, its initial weights and the losses stand on.
#include "abi.h"

#include <torch/nn/init.h>

ABI Handle ta_linear(Handle input, Handle weight, Handle bias) {
    return make([&] { return bias ? at::linear(*input, *weight, *bias) : at::linear(*input, *weight); });
}

ABI int32_t ta_kaiming_uniform_(Handle t, double a) {
    return run([&] { torch::nn::init::kaiming_uniform_(*t, a, torch::kFanIn, torch::kLeakyReLU); });
}

ABI int32_t ta_init_uniform_(Handle t, double low, double high) {
    return run([&] { torch::nn::init::uniform_(*t, low, high); });
}

namespace {
// The losses of ATen expect equal shapes; PyTorch's functional losses broadcast first.
template <typename F>
Handle loss(Handle input, Handle target, F body) noexcept {
    return make([&] {
        if (input->sizes() == target->sizes()) {
            return body(*input, *target);
        }
        auto pair = at::broadcast_tensors({*input, *target});
        return body(pair[0], pair[1]);
    });
}
}

ABI Handle ta_mse_loss(Handle input, Handle target, int64_t reduction) {
    return loss(input, target, [&](const auto& x, const auto& y) { return at::mse_loss(x, y, reduction); });
}
ABI Handle ta_l1_loss(Handle input, Handle target, int64_t reduction) {
    return loss(input, target, [&](const auto& x, const auto& y) { return at::l1_loss(x, y, reduction); });
}
ABI Handle ta_huber_loss(Handle input, Handle target, int64_t reduction, double delta) {
    return loss(input, target, [&](const auto& x, const auto& y) { return at::huber_loss(x, y, reduction, delta); });
}
ABI Handle ta_smooth_l1_loss(Handle input, Handle target, int64_t reduction, double beta) {
    return loss(input, target, [&](const auto& x, const auto& y) { return at::smooth_l1_loss(x, y, reduction, beta); });
}
