"""The classic linear-regression tutorial's training loop, many times over, one process.

usage: tutorial_loop.py EXPERIMENTS; prints the seconds that the experiments took, data and all, without the imports.
"""
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
EPOCHS = 100


def train(seed):
    torch.manual_seed(seed)
    x = torch.randn(100, 1)
    y = 40 * x + 20 * torch.randn(100, 1)
    model = nn.Linear(1, 1)
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for _ in range(EPOCHS):
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return loss.item()


train(0)
started = time.perf_counter()
for number in range(int(sys.argv[1])):
    train(number)
print(time.perf_counter() - started)
