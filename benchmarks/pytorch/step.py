"""Images a second of a CVAE-GAN training step in PyTorch, to be held against `pnpm --filter @cvg/benchmarks step`.

Run: OMP_NUM_THREADS=2 python3 step.py [--size 32] [--batch 64] [--width 0.25] [--steps 20]
Prints one line of JSON: both memory layouts; the better one counts.
"""
import argparse
import json
import os
import time
import torch
from cvae_gan import Training, build, initialize

parser = argparse.ArgumentParser()
for name, kind, default in [("size", int, 32), ("batch", int, 64), ("width", float, 0.25), ("channels", int, 1),
                            ("classes", int, 10), ("latent", int, 64), ("steps", int, 20)]:
    parser.add_argument(f"--{name}", type=kind, default=default)
options = parser.parse_args()
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))


def median_step(layout):
    torch.manual_seed(0)
    networks = build(options.size, options.channels, options.classes, options.latent, options.width)
    initialize(networks)
    networks = {name: network.to(memory_format=layout) for name, network in networks.items()}
    features = networks["C"].fc7.out_features
    training = Training(networks, options.classes, options.latent, features)
    images = torch.rand(options.batch, options.channels, options.size, options.size) * 2 - 1
    images = images.contiguous(memory_format=layout)
    classes = torch.arange(options.batch) % options.classes
    seconds = []
    for step in range(options.steps + 5):
        start = time.perf_counter()
        training.step(images, classes)
        if step >= 5:
            seconds.append(time.perf_counter() - start)
    return sorted(seconds)[len(seconds) // 2]


layouts = {"channelsFirst": torch.contiguous_format, "channelsLast": torch.channels_last}
rates = {name: options.batch / median_step(layout) for name, layout in layouts.items()}
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(),
                  "imagesPerSecond": max(rates.values()), **rates}))
