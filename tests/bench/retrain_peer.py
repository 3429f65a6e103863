#!/usr/bin/env python3
"""A training step of the networks of retrain_bench.cpp in Python's torch, one thread: forward, backward, SGD step.

Written as the published searches retrain them: causal layers pad on both sides and drop what is too much, images are
channels last. Usage: retrain_peer.py [WORD]: only settings whose name has the word.
"""
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)


class CausalConv(nn.Module):
    def __init__(self, cin, cout, k, d):
        super().__init__()
        self.extra = (k - 1) * d
        self.conv = nn.Conv1d(cin, cout, k, dilation=d, padding=self.extra)

    def forward(self, x):
        y = self.conv(x)
        return y[:, :, : -self.extra].contiguous() if self.extra else y


class ResNet1d(nn.Module):
    def __init__(self, cin, mid, classes, k, d, causal):
        super().__init__()
        self.blocks, self.shortcuts = nn.ModuleList(), nn.ModuleList()
        for i, (a, b) in enumerate([(cin, mid), (mid, 2 * mid), (2 * mid, 2 * mid)]):
            layers = []
            for j in range(3):
                c = a if j == 0 else b
                conv = CausalConv(c, b, k, d) if causal else nn.Conv1d(c, b, k, dilation=d, padding=(k // 2) * d)
                layers += [conv, nn.BatchNorm1d(b), nn.ReLU()]
            self.blocks.append(nn.Sequential(*layers))
            self.shortcuts.append(nn.Sequential(nn.Conv1d(a, b, 1), nn.BatchNorm1d(b)) if a != b else nn.Identity())
        self.final = nn.Linear(2 * mid, classes)

    def forward(self, x):
        for i, (block, shortcut) in enumerate(zip(self.blocks, self.shortcuts)):
            x = block(x) + shortcut(x) if i < 2 else block(x)
        return self.final(x.mean(-1))


class Block(nn.Module):
    def __init__(self, a, b, stride, k, d):
        super().__init__()
        self.bn1, self.bn2 = nn.BatchNorm2d(a), nn.BatchNorm2d(b)
        self.conv1 = nn.Conv2d(a, b, k, dilation=d, padding=k // 2 * d)
        self.conv2 = nn.Conv2d(b, b, k, stride, dilation=d, padding=k // 2 * d)
        self.shortcut = nn.Conv2d(a, b, 1, stride) if stride != 1 or a != b else nn.Identity()

    def forward(self, x):
        y = self.conv1(torch.relu(self.bn1(x)))
        return self.conv2(torch.relu(self.bn2(y))) + self.shortcut(x)


class WideResNet(nn.Module):
    def __init__(self, depth, width, cin, classes, k, d):
        super().__init__()
        layers, a = [nn.Conv2d(cin, 16, k, dilation=d, padding=k // 2 * d)], 16
        for group in range(3):
            for block in range((depth - 4) // 6):
                b = (16 << group) * width
                layers.append(Block(a, b, 2 if group and not block else 1, k, d))
                a = b
        self.layers = nn.Sequential(*layers)
        self.bn, self.linear = nn.BatchNorm2d(a), nn.Linear(a, classes)

    def forward(self, x):
        return self.linear(torch.relu(self.bn(self.layers(x))).mean((2, 3)))


def measure(name, net, x, classes, cast):
    if x.dim() == 4:
        net, x = net.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    labels = torch.randint(0, classes, (x.shape[0],))
    optimiser = torch.optim.SGD(net.parameters(), 1e-3, momentum=0.9, nesterov=True, weight_decay=5e-4)

    def step():
        optimiser.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=cast):
            y = net(x)
        nn.functional.cross_entropy(y.float(), labels).backward()
        optimiser.step()

    step()
    walls, cpus = [], []
    until = time.perf_counter() + 2.0
    while len(walls) < 3 or time.perf_counter() < until:
        wall, cpu = time.perf_counter(), time.thread_time()
        step()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.thread_time() - cpu)
    print(f"{name + (' bf16' if cast else ''):45s} wall {1e3 * min(walls):8.1f} ms  CPU {1e3 * min(cpus):8.1f} ms", flush=True)


SETTINGS = [
    ("resnet1d-128 60nt k3 d1 causal", lambda: ResNet1d(5, 128, 2, 3, 1, True), (128, 5, 60)),
    ("resnet1d-128 60nt k11 d7 causal", lambda: ResNet1d(5, 128, 2, 11, 7, True), (128, 5, 60)),
    ("resnet1d-128 60nt k11 d7 same", lambda: ResNet1d(5, 128, 2, 11, 7, False), (128, 5, 60)),
    ("resnet1d-32 60nt k7 d3 same", lambda: ResNet1d(5, 32, 2, 7, 3, False), (128, 5, 60)),
    ("wrn-16-1 64x64x3 k3 d1", lambda: WideResNet(16, 1, 3, 10, 3, 1), (16, 3, 64, 64)),
    ("wrn-16-1 64x64x3 k9 d15", lambda: WideResNet(16, 1, 3, 10, 9, 15), (16, 3, 64, 64)),
    ("wrn-16-4 64x64x3 k3 d1", lambda: WideResNet(16, 4, 3, 10, 3, 1), (16, 3, 64, 64)),
    ("wrn-16-4 3x3x4 k3 d1", lambda: WideResNet(16, 4, 4, 10, 3, 1), (128, 4, 3, 3)),
]

for name, make, shape in SETTINGS:
    if len(sys.argv) < 2 or sys.argv[1] in name:
        for cast in (False, True):
            measure(name, make(), torch.randn(shape), 2 if "resnet1d" in name else 10, cast)
