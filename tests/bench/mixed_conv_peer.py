"""The peer of mixed_conv_bench: the mixed convolution in Python torch, forward and backward on one thread.

Usage: OMP_NUM_THREADS=1 python3 mixed_conv_peer.py [repeats=3]; needs `pip install torch`.
naive: one convolution a branch, their outputs weighted and summed (DARTS). published: kernels dilated, padded to the
largest span, mixed, one product in Fourier space over the padded input (DASH, arXiv 2204.07554). Both give the same
output; the script checks it. Prints the best of the repeats in ms of the process's own time, so that other work on the
machine counts little.
"""
import sys
import time

import torch
import torch.nn.functional as F

REPEATS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SETTINGS = [
    # name, input shape, outputs, depth-wise, K, D
    ("1D dense, 16 branches", (32, 32, 1000), 32, False, (3, 5, 7, 9), (1, 3, 7, 15)),
    ("2D dense, 16 branches", (16, 16, 32, 32), 16, False, (3, 5, 7, 9), (1, 3, 7, 15)),
    ("2D dense, 20 branches", (16, 16, 32, 32), 16, False, (3, 7, 11, 15, 19), (1, 3, 7, 15)),
    ("1D depth-wise, 16 branches", (32, 32, 1000), 32, True, (3, 5, 7, 9), (1, 3, 7, 15)),
    ("2D depth-wise, 16 branches", (16, 16, 32, 32), 16, True, (3, 5, 7, 9), (1, 3, 7, 15)),
    ("2D depth-wise, 20 branches", (16, 16, 32, 32), 16, True, (3, 7, 11, 15, 19), (1, 3, 7, 15)),
]


class Naive:
    def __init__(self, dims, depthwise, choices):
        self.conv = F.conv1d if dims == 1 else F.conv2d
        self.depthwise = depthwise
        self.choices = choices

    def __call__(self, x, weights, mix, bias):
        groups = x.shape[1] if self.depthwise else 1
        outputs = [
            self.conv(x, w, padding=d * (k - 1) // 2, dilation=d, groups=groups)
            for w, (k, d) in zip(weights, self.choices)
        ]
        y = sum(m * out for m, out in zip(mix, outputs))
        return y + bias.view(1, -1, *[1] * (x.dim() - 2))


class Published:
    def __init__(self, dims, depthwise, choices):
        self.dims = dims
        self.depthwise = depthwise
        self.choices = choices
        self.span = max(d * (k - 1) + 1 for k, d in choices)

    def mixed_kernel(self, weights, mix):
        mixed = 0
        for w, m, (k, d) in zip(weights, mix, self.choices):
            for axis in range(2, 2 + self.dims):
                grid = torch.zeros(k, d * (k - 1) + 1)
                grid[torch.arange(k), torch.arange(k) * d] = 1.0
                w = torch.tensordot(w, grid, dims=([axis], [0])).movedim(-1, axis)
            side = (self.span - d * (k - 1) - 1) // 2
            mixed = mixed + m * F.pad(w, [side, side] * self.dims)
        return mixed

    def __call__(self, x, weights, mix, bias):
        axes = list(range(2, 2 + self.dims))
        sizes = x.shape[2:]
        pad = (self.span - 1) // 2
        padded = F.pad(x, [pad, pad] * self.dims)
        kernel = F.pad(self.mixed_kernel(weights, mix), sum([[0, n + 2 * pad - self.span] for n in sizes[::-1]], []))
        kernel = kernel.flip(axes).roll([(self.span + 1) // 2] * self.dims, axes)
        xf = torch.fft.rfftn(padded, dim=axes, norm="ortho")
        kf = torch.fft.rfftn(kernel, dim=axes)
        if self.depthwise:
            yf = xf * kf.squeeze(1)
        else:
            yf = torch.einsum("bi...,oi...->bo...", xf, kf)
        y = torch.fft.irfftn(yf, padded.shape[2:], dim=axes, norm="ortho")
        for axis, n in zip(axes, sizes):
            y = y.narrow(axis, pad, n)
        return y + bias.view(1, -1, *[1] * self.dims)


def step_ms(method, tensors, gradient):
    best = float("inf")
    for _ in range(REPEATS + 1):
        leaves = [t.detach().requires_grad_() for t in tensors]
        start = time.process_time()
        y = method(leaves[0], leaves[3:], leaves[1], leaves[2])
        y.backward(gradient)
        best = min(best, time.process_time() - start)
    return 1000 * best, y.detach(), leaves[3].grad


torch.set_num_threads(1)
torch.manual_seed(0)
print("torch", torch.__version__)
for name, shape, outputs, depthwise, kernels, dilations in SETTINGS:
    dims = len(shape) - 2
    choices = [(k, d) for k in kernels for d in dilations]
    tensors = [torch.randn(shape), torch.softmax(torch.randn(len(choices)), 0), torch.randn(outputs)]
    tensors += [0.01 * torch.randn(outputs, 1 if depthwise else shape[1], *[k] * dims) for k, _ in choices]
    gradient = torch.randn(shape[0], outputs, *shape[2:])
    naive, y, g = step_ms(Naive(dims, depthwise, choices), tensors, gradient)
    published, z, h = step_ms(Published(dims, depthwise, choices), tensors, gradient)
    assert torch.allclose(y, z, rtol=1e-4, atol=1e-4) and torch.allclose(g, h, rtol=1e-3, atol=1e-3 * g.abs().max())
    print(f"{name:28s} naive {naive:8.1f}  published FFT {published:8.1f} ms", flush=True)
