"""Speed of a CVAE-GAN training step in PyTorch, to be held against `npm run bench -- step`.

Run: python3 step.py [--size 32] [--batch 64] [--width 1] [--layout channelsLast] [--threads 2] [--seconds 10]
Prints one line of JSON.
"""
import argparse
import json
import resource
import time
import torch
from cvae_gan import Training, build, initialize

LAYOUTS = {"channelsFirst": torch.contiguous_format, "channelsLast": torch.channels_last}
WARM_UPS, FEWEST_STEPS = 3, 5

parser = argparse.ArgumentParser()
for name, kind, default in [("size", int, 32), ("batch", int, 64), ("width", float, 1), ("channels", int, 3),
                            ("classes", int, 100), ("latent", int, 256), ("threads", int, 2), ("seconds", float, 10)]:
    parser.add_argument(f"--{name}", type=kind, default=default)
parser.add_argument("--layout", choices=list(LAYOUTS), default="channelsLast")
options = parser.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(0)

layout = LAYOUTS[options.layout]
networks = build(options.size, options.channels, options.classes, options.latent, options.width)
initialize(networks)
networks = {name: network.to(memory_format=layout) for name, network in networks.items()}
training = Training(networks, options.classes, options.latent, networks["C"].fc7.out_features)
images = torch.rand(options.batch, options.channels, options.size, options.size) * 2 - 1
images = images.contiguous(memory_format=layout)
classes = torch.arange(options.batch) % options.classes

seconds = []
while len(seconds) < WARM_UPS + FEWEST_STEPS or sum(seconds[WARM_UPS:]) < options.seconds:
    start = time.perf_counter()
    training.step(images, classes)
    seconds.append(time.perf_counter() - start)
seconds = sorted(seconds[WARM_UPS:])
median = seconds[len(seconds) // 2]
print(json.dumps({
    "version": torch.__version__, "threads": torch.get_num_threads(), "imagesPerSecond": options.batch / median,
    "medianMilliseconds": 1000 * median, "fastestMilliseconds": 1000 * seconds[0], "steps": len(seconds),
    "peakRssMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}))
