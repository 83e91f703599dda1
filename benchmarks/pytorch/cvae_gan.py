"""The networks of @cvg/nets and one step of Algorithm 1 in PyTorch: same layers, same numbers of parameters, same passes.

Imported by the programs beside it. Needs torch 1.13 or later.
"""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F


def scaled(channels, width):
    return max(1, math.floor(width * channels + 0.5))


def same(x, kernel, stride):
    """'Same' padding as TensorFlow has it: what is odd goes to the bottom and the right."""
    pads = []
    for size in (x.shape[3], x.shape[2]):
        total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
        pads += [total // 2, total - total // 2]
    return pads


class Conv(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1, normalize=True, slope=0.0):
        super().__init__()
        self.kernel, self.stride, self.slope = kernel, stride, slope
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, bias=not normalize)
        self.norm = nn.BatchNorm2d(outputs, eps=1e-5) if normalize else None

    def forward(self, x):
        x = self.conv(F.pad(x, same(x, self.kernel, self.stride)))
        x = x if self.norm is None else self.norm(x)
        return F.leaky_relu(x, self.slope) if self.slope > 0 else F.relu(x)


class MaxPool(nn.Module):
    def __init__(self, stride=2):
        super().__init__()
        self.stride = stride

    def forward(self, x):
        return F.max_pool2d(F.pad(x, same(x, 3, self.stride), value=-math.inf), 3, self.stride)


class Inception(nn.Module):
    def __init__(self, inputs, direct, reduce3, conv3, reduce5, conv5, projection):
        super().__init__()
        self.parts = [direct, reduce3, reduce5]
        self.pointwise = Conv(inputs, sum(self.parts), 1)
        self.three, self.five = Conv(reduce3, conv3, 3), Conv(reduce5, conv5, 5)
        self.pool, self.projection = MaxPool(1), Conv(inputs, projection, 1)
        self.outputs = direct + conv3 + conv5 + projection

    def forward(self, x):
        one, three, five = self.pointwise(x).split(self.parts, 1)
        return torch.cat([one, self.three(three), self.five(five), self.projection(self.pool(x))], 1)


STAGES = [
    [(64, 96, 128, 16, 32, 32), (128, 128, 192, 32, 96, 64)],
    [(192, 96, 208, 16, 48, 64), (160, 112, 224, 24, 64, 64), (128, 128, 256, 24, 64, 64),
     (112, 144, 288, 32, 64, 64), (256, 160, 320, 32, 128, 128)],
    [(256, 160, 320, 32, 128, 128), (384, 192, 384, 48, 128, 128)],
]


class Encoder(nn.Module):
    def __init__(self, size, channels, classes, latent, width):
        super().__init__()
        s = lambda c: scaled(c, width)
        layers = [Conv(channels, s(64), 7, 2)] + ([MaxPool()] if size > 32 else [])
        layers += [Conv(s(64), s(64), 1), Conv(s(64), s(192), 3), MaxPool()]
        last = s(192)
        for index, modules in enumerate(STAGES):
            if index > 0:
                layers.append(MaxPool())
            for counts in modules:
                layers.append(Inception(last, *map(s, counts)))
                last = layers[-1].outputs
        self.layers = nn.Sequential(*layers)
        self.posterior = nn.Linear(last + classes, 2 * latent)

    def forward(self, x, c):
        return self.posterior(torch.cat([self.layers(x).mean((2, 3)), c], 1)).chunk(2, 1)


class Deconv(nn.Module):
    """Transposed convolution of stride 2 with 'same' padding: the gradient of that convolution."""

    def __init__(self, inputs, outputs, kernel, last, upsampling):
        super().__init__()
        self.kernel, self.last, self.upsampling = kernel, last, upsampling
        if upsampling == "deconv":
            total = kernel - 2
            self.before = total // 2
            self.conv = nn.ConvTranspose2d(inputs, outputs, kernel, 2, bias=last)
        else:
            self.conv = nn.Conv2d(inputs, outputs, kernel, 1, kernel // 2, bias=last)
        self.norm = None if last else nn.BatchNorm2d(outputs, eps=1e-5)

    def forward(self, x):
        size = 2 * x.shape[2]
        if self.upsampling == "deconv":
            x = self.conv(x)[:, :, self.before : self.before + size, self.before : self.before + size]
        else:
            x = self.conv(F.interpolate(x, scale_factor=2, mode="nearest"))
        return torch.tanh(x) if self.last else F.relu(self.norm(x))


class Generator(nn.Module):
    def __init__(self, size, channels, classes, latent, width, upsampling="deconv"):
        super().__init__()
        filters = [*(scaled(c, width) for c in (256, 256, 128, 92, 64)), channels]
        kernels = [3, 3, 5, 5, 5, 5]
        count = int(math.log2(size / 2))
        filters, kernels = filters[-count:], kernels[-count:]
        self.map = scaled(256, width)
        self.fc1 = nn.Linear(latent + classes, scaled(1024, width))
        self.fc2 = nn.Linear(scaled(1024, width), 4 * self.map)
        inputs = [self.map, *filters[:-1]]
        self.layers = nn.Sequential(*(Deconv(i, f, k, n == count - 1, upsampling)
                                      for n, (i, f, k) in enumerate(zip(inputs, filters, kernels))))

    def forward(self, z, c):
        x = F.relu(self.fc2(F.relu(self.fc1(torch.cat([z, c], 1)))))
        return self.layers(x.reshape(-1, self.map, 2, 2))


class Discriminator(nn.Module):
    def __init__(self, size, channels, width):
        super().__init__()
        count = int(math.log2(size / 4))
        sizes = [channels, *(scaled(64 * 2**i, width) for i in range(count))]
        self.layers = nn.Sequential(*(Conv(sizes[i], sizes[i + 1], 5, 2, i > 0, 0.2) for i in range(count)))
        self.fc = nn.Linear(16 * sizes[-1], 1)

    def forward(self, x):
        features = self.layers(x).flatten(1)
        return self.fc(features), features


class Classifier(nn.Module):
    def __init__(self, size, channels, classes, width):
        super().__init__()
        s = lambda c: scaled(c, width)
        kernel, stride = {32: (5, 2), 64: (7, 2), 128: (11, 4)}[size]
        self.layers = nn.Sequential(
            Conv(channels, s(96), kernel, stride), MaxPool(), Conv(s(96), s(256), 5), MaxPool(),
            Conv(s(256), s(384), 3), Conv(s(384), s(384), 3), Conv(s(384), s(256), 3), MaxPool())
        side = 4 if size > 32 else 2
        self.fc6, self.fc7 = nn.Linear(side * side * s(256), s(4096)), nn.Linear(s(4096), s(4096))
        self.fc8 = nn.Linear(s(4096), classes)

    def forward(self, x):
        drop = lambda x: F.dropout(x, 0.5, self.training)
        features = F.relu(self.fc7(drop(F.relu(self.fc6(self.layers(x).flatten(1))))))
        return self.fc8(drop(features)), features


def initialize(networks):
    """The initial weights of @cvg/nets: uniform within 1 / sqrt(fan in), biases 0."""
    for network in networks.values():
        for module in network.modules():
            if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
                kernel = module.weight.shape[2:].numel()
                inputs = module.in_features if isinstance(module, nn.Linear) else module.in_channels
                bound = 1 / math.sqrt(kernel * inputs)
                nn.init.uniform_(module.weight, -bound, bound)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)


def build(size, channels, classes, latent, width, upsampling="deconv"):
    return {"E": Encoder(size, channels, classes, latent, width),
            "G": Generator(size, channels, classes, latent, width, upsampling),
            "D": Discriminator(size, channels, width), "C": Classifier(size, channels, classes, width)}


class Means:
    """Bias-corrected moving means of the classes; value of the moving average, gradient of the batch's."""

    def __init__(self, classes, features, decay=0.9):
        self.decay, self.centers, self.updates = decay, torch.zeros(classes, features), torch.zeros(classes)

    def take(self, features, ids):
        one_hot = F.one_hot(ids, len(self.updates)).to(features.dtype)
        count = one_hot.sum(0)
        means = (one_hot / count.clamp(min=1)).t() @ features
        seen = count > 0
        self.updates = self.updates + seen
        rate = torch.where(seen, (1 - self.decay) / (1 - self.decay ** self.updates.clamp(min=1)), torch.zeros(()))[:, None]
        self.centers = (self.centers + rate * (means.detach() - self.centers)).detach()
        return self.centers + (means - means.detach()) * seen[:, None]


class Training:
    def __init__(self, networks, classes, latent, features, rate=2e-4, weights=(3, 1, 1, 1, 1e-3, 1e-3), rates={}):
        self.n, self.classes, self.latent, self.weights = networks, classes, latent, weights
        self.real, self.fake = Means(classes, features), Means(classes, features)
        self.optimizers = {n: torch.optim.Adam(net.parameters(), rates.get(n, rate), (0.5, 0.999)) for n, net in networks.items()}

    def step(self, x, ids):
        E, G, D, C = (self.n[k] for k in "EGDC")
        for network in self.n.values():
            network.train()
        c = F.one_hot(ids, self.classes).to(x.dtype)
        idsp = torch.randint(self.classes, (len(x),))
        cp = F.one_hot(idsp, self.classes).to(x.dtype)
        mean, e = E(x, c)
        xf = G(mean + torch.randn_like(mean) * torch.exp(e / 2), c)
        xp = G(torch.randn(len(x), self.latent), cp)
        statistics = [m for m in D.modules() if isinstance(m, nn.BatchNorm2d)]
        for m in statistics:
            m.momentum = 0.0  # no fake moves a statistic
        C.eval()
        half = lambda a, b: 0.5 * ((a - b) ** 2).flatten(1).sum(1).mean()
        with torch.no_grad():
            d_real, c_real = D(x)[1], C(x)[1]
        d_f, d_p, c_f, c_p = D(xf)[1], D(xp)[1], C(xf)[1], C(xp)[1]
        terms = dict(
            kl=0.5 * (mean**2 + torch.exp(e) - e - 1).sum(1).mean(), pixels=half(x, xf), featuresD=half(d_real, d_f),
            featuresC=half(c_real, c_f), meanD=0.5 * ((d_real.mean(0) - d_p.mean(0)) ** 2).sum(),
            meanC=0.5 * ((self.real.take(c_real, ids).detach() - self.fake.take(c_p, idsp)) ** 2).sum())
        generative = [*E.parameters(), *G.parameters()]
        total = sum(w * t for w, t in zip(self.weights, terms.values()))
        for p, g in zip(generative, torch.autograd.grad(total, generative)):
            p.grad = g
        C.train()
        for m in statistics:
            m.momentum = 0.1
        real = D(x)[0]
        for m in statistics:
            m.momentum = 0.0
        loss_d = F.softplus(-real).mean() + F.softplus(D(xf.detach())[0]).mean() + F.softplus(D(xp.detach())[0]).mean()
        loss_c = F.cross_entropy(C(x)[0], ids)
        judging = [*D.parameters(), *C.parameters()]
        for p, g in zip(judging, torch.autograd.grad(loss_d + loss_c, judging)):
            p.grad = g
        for optimizer in self.optimizers.values():
            optimizer.step()
        return {**{k: float(v.detach()) for k, v in terms.items()}, "D": float(loss_d.detach()), "C": float(loss_c.detach())}
