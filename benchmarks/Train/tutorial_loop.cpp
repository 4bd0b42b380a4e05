// The classic linear-regression tutorial's training loop, many times over, in C++ on libtorch.
// usage: tutorial_loop EXPERIMENTS; prints the seconds that the experiments took.
#include <torch/torch.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

static float train(int seed) {
  torch::manual_seed(seed);
  auto x = torch::randn({100, 1});
  auto y = 40 * x + 20 * torch::randn({100, 1});
  torch::nn::Linear model(1, 1);
  torch::nn::MSELoss criterion;
  torch::optim::SGD optimizer(model->parameters(), 0.01);
  torch::Tensor loss;
  for (int epoch = 0; epoch < 100; ++epoch) {
    loss = criterion(model(x), y);
    loss.backward();
    optimizer.step();
    optimizer.zero_grad();
  }
  return loss.item<float>();
}

int main(int, char** arguments) {
  torch::set_num_threads(1);
  train(0);
  const auto started = std::chrono::steady_clock::now();
  for (int number = 0; number < std::atoi(arguments[1]); ++number) train(number);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
  std::printf("%.6f\n", seconds.count());
}
