"""Shapes of all parameters of the networks of cvae_gan.py, as TensorFlow.js lays them out, network by network.

Run: python3 parameters.py [--size 32] [--width 1] [--channels 3] [--classes 100] [--latent 256] [--upsampling deconv]
Prints one line of JSON.
"""
import argparse
import json
import torch.nn as nn
from cvae_gan import build

parser = argparse.ArgumentParser()
for name, kind, default in [("size", int, 32), ("width", float, 1), ("channels", int, 3), ("classes", int, 100),
                            ("latent", int, 256), ("upsampling", str, "deconv")]:
    parser.add_argument(f"--{name}", type=kind, default=default)
options = parser.parse_args()


def shapes(network):
    for module in network.modules():
        for name, parameter in module.named_parameters(recurse=False):
            shape = list(parameter.shape)
            if name == "weight" and isinstance(module, nn.Conv2d):  # [out, in, h, w] to [h, w, in, out]
                shape = [shape[2], shape[3], shape[1], shape[0]]
            elif name == "weight" and isinstance(module, nn.ConvTranspose2d):  # [in, out, h, w] to [h, w, out, in]
                shape = [shape[2], shape[3], shape[1], shape[0]]
            elif name == "weight" and isinstance(module, nn.Linear):  # [out, in] to [in, out]
                shape = shape[::-1]
            yield shape


networks = build(options.size, options.channels, options.classes, options.latent, options.width, options.upsampling)
print(json.dumps({name: list(shapes(network)) for name, network in networks.items()}))
