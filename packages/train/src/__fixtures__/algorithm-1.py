"""Oracle of Algorithm 1: every recipe and choice on small MLPs, written from the paper with PyTorch's autograd and optimisers.

Run: python algorithm-1.py > algorithm-1.json   (torch 1.13 or later, numpy)
All numbers are float64. Weights and draws come from the same keyed streams (cyrb128 and sfc32) as in TypeScript.
"""
import json
import math
import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
MASK = 0xFFFFFFFF
BATCH, CLASSES, LATENT, DATA, HIDDEN, SEED = 6, 3, 2, 3, [5, 4], 3


def uniform(key):
    h = [1779033703, 3144134277, 1013904242, 2773480762]
    for k in map(ord, key):
        h[0] = h[1] ^ (((h[0] ^ k) * 597399067) & MASK)
        h[1] = h[2] ^ (((h[1] ^ k) * 2869860233) & MASK)
        h[2] = h[3] ^ (((h[2] ^ k) * 951274213) & MASK)
        h[3] = h[0] ^ (((h[3] ^ k) * 2716044179) & MASK)
    h[0] = ((h[2] ^ (h[0] >> 18)) * 597399067) & MASK
    h[1] = ((h[3] ^ (h[1] >> 22)) * 2869860233) & MASK
    h[2] = ((h[0] ^ (h[2] >> 17)) * 951274213) & MASK
    h[3] = ((h[1] ^ (h[3] >> 19)) * 2716044179) & MASK
    a, b, c, d = h[0] ^ h[1] ^ h[2] ^ h[3], h[1] ^ h[0], h[2] ^ h[0], h[3] ^ h[0]
    count = 0
    while True:
        t = (a + b + d) & MASK
        d = (d + 1) & MASK
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & MASK
        c = ((c << 21) | (c >> 11)) & MASK
        c = (c + t) & MASK
        count += 1
        if count > 15:
            yield t / 2**32


def normal(key, count):
    stream, values = uniform(key), []
    while len(values) < count:
        radius, angle = math.sqrt(-2 * math.log(1 - next(stream))), 2 * math.pi * next(stream)
        values += [radius * math.cos(angle), radius * math.sin(angle)]
    return torch.tensor(np.float32(values[:count]).astype(np.float64))


class Mlp:
    def __init__(self, role, inputs, last, outputs, extra=0):
        self.weights, self.last = {}, last
        sizes = [inputs, *HIDDEN]
        for i, units in enumerate(HIDDEN):
            self.layer(role, f"hidden{i + 1}", sizes[i], units)
        self.layer(role, last, HIDDEN[-1] + extra, outputs)

    def layer(self, role, name, inputs, units):
        stream, bound = uniform(f"{SEED}/mlp-{role}/{name}/kernel"), 1 / math.sqrt(inputs)
        draws = np.float32([(2 * next(stream) - 1) * bound for _ in range(inputs * units)])
        kernel = torch.tensor(draws.astype(np.float64))
        self.weights[f"{name}/kernel"] = kernel.reshape(inputs, units).requires_grad_()
        self.weights[f"{name}/bias"] = torch.zeros(units, requires_grad=True)

    def __call__(self, x, late=None):
        w = self.weights
        for i in range(len(HIDDEN)):
            x = torch.relu(x @ w[f"hidden{i + 1}/kernel"] + w[f"hidden{i + 1}/bias"])
        features = x
        x = x if late is None else torch.cat([x, late], 1)
        return x @ w[f"{self.last}/kernel"] + w[f"{self.last}/bias"], features


class Means:
    """Bias-corrected moving means of the classes, for one side of Eq. 4."""

    def __init__(self, classes, decay, gradient):
        self.decay, self.gradient = decay, gradient
        self.centers, self.updates = [None] * classes, [0] * classes

    def take(self, features, ids):
        result = []
        for k in range(len(self.centers)):
            rows = features[ids == k]
            if len(rows) == 0:
                result.append(self.centers[k])
                continue
            self.updates[k] += 1
            rate = (1 - self.decay) / (1 - self.decay ** self.updates[k])
            mean = rows.mean(0)
            old = torch.zeros_like(mean) if self.centers[k] is None else self.centers[k]
            center = (1 - rate) * old + rate * mean
            self.centers[k] = center.detach()
            result.append(center.detach() + mean - mean.detach() if self.gradient == "straight-through" else center)
        return result


def distance(real, fake):
    pairs = [(r, f) for r, f in zip(real, fake) if r is not None and f is not None]
    return sum(0.5 * ((r.detach() - f) ** 2).sum() for r, f in pairs)


RECIPES = {
    "cvae-gan": (True, dict(kl=3, pixels=1, featuresD=1, featuresC=1, meanD=1e-3, meanC=1e-3), "cross-entropy"),
    "cvae": (True, dict(kl=3, pixels=1), None),
    "cgan": (True, dict(adversarial=1, classification=10), "cross-entropy"),
    "fm-cgan": (True, dict(meanD=1, meanC=1), "cross-entropy"),
    "vae-gan": (False, dict(kl=3, pixels=1, featuresD=1, meanD=1e-3), "cross-entropy"),
    "vae": (False, dict(kl=3, pixels=1), None),
    "gan": (False, dict(adversarial=1), "cross-entropy"),
    "wgan": (False, dict(adversarial=1), "wasserstein"),
    "fm-gan": (False, dict(meanD=1), "cross-entropy"),
}


def run(name, steps, options):
    conditional, objective, judge = RECIPES[name]
    objective = {**objective, **options.get("objective", {})}
    K = CLASSES if conditional else 0
    G = Mlp("generator", LATENT + K, "output", DATA)
    nets = {"generator": G}
    if objective.keys() & {"kl", "pixels", "featuresD", "featuresC"}:
        nets["encoder"] = Mlp("encoder", DATA, "posterior", 2 * LATENT, K)
    if judge:
        nets["discriminator"] = Mlp("discriminator", DATA, "logits", 1)
    if objective.keys() & {"featuresC", "meanC", "classification"}:
        nets["classifier"] = Mlp("classifier", DATA, "logits", CLASSES)
    E, D, C = (nets.get(n) for n in ["encoder", "discriminator", "classifier"])
    lr = 0.01
    adam = lambda p: torch.optim.Adam(p, lr=lr, betas=(0.5, 0.999), eps=1e-8)
    rms = lambda p: torch.optim.RMSprop(p, lr=lr, alpha=0.99, eps=1e-8)
    optimizers = {n: (rms if judge == "wasserstein" else adam)(list(net.weights.values())) for n, net in nets.items()}
    moving = options.get("movingMeans", {})
    means = lambda k: Means(k, moving.get("decay", 0.9), moving.get("gradient", "straight-through"))
    realC, fakeC, realD, fakeD = means(CLASSES), means(CLASSES), means(1), means(1)
    average = {n: w.detach().clone() for n, w in G.weights.items()}
    random, batches, history, updates = np.random.default_rng(5), [], [], 0
    one = torch.zeros(BATCH, dtype=torch.long)
    for step in range(1, steps + 1):
        x = torch.tensor(random.standard_normal((BATCH, DATA)).astype(np.float32).astype(np.float64))
        ids = torch.tensor(random.integers(0, CLASSES, BATCH))
        batches.append(dict(images=x.flatten().tolist(), labels=ids.tolist()))
        c = F.one_hot(ids, CLASSES).double() if conditional else None
        r, zp = (normal(f"{SEED}/{s}/{step}", BATCH * LATENT).reshape(BATCH, LATENT) for s in ["noise", "prior"])
        stream = uniform(f"{SEED}/classes/{step}")
        idsp = torch.tensor([int(next(stream) * CLASSES) for _ in range(BATCH)])
        idsp = ids if options.get("priorClasses") == "data" else idsp
        cp = F.one_hot(idsp, CLASSES).double() if conditional else None
        join = lambda z, c: z if c is None else torch.cat([z, c], 1)
        terms, xf, xp = {}, None, None
        if E:
            mean, e = E(x, c)[0].chunk(2, 1)
            xf = G(join(mean + r * torch.exp(e if options.get("latentSampling") == "paper" else e / 2), c))[0]
            terms["kl"] = 0.5 * (mean**2 + torch.exp(e) - e - 1).sum(1).mean()
            terms["pixels"] = 0.5 * ((x - xf) ** 2).sum(1).mean()
            if D and "featuresD" in objective:
                terms["featuresD"] = 0.5 * ((D(x)[1].detach() - D(xf)[1]) ** 2).sum(1).mean()
            if C:
                terms["featuresC"] = 0.5 * ((C(x)[1].detach() - C(xf)[1]) ** 2).sum(1).mean()
        if D or C:
            xp = G(join(zp, cp))[0]
        if "adversarial" in objective:
            terms["adversarial"] = (-D(xp)[0] if judge == "wasserstein" else F.softplus(-D(xp)[0])).mean()
        if "classification" in objective:
            terms["classification"] = F.cross_entropy(C(xp)[0], idsp)
        if "meanD" in objective:
            if options.get("meanFeaturesD") == "moving":
                terms["meanD"] = distance(realD.take(D(x)[1].detach(), one), fakeD.take(D(xp)[1], one))
            else:
                terms["meanD"] = 0.5 * ((D(x)[1].mean(0).detach() - D(xp)[1].mean(0)) ** 2).sum()
        if "meanC" in objective:
            terms["meanC"] = distance(realC.take(C(x)[1].detach(), ids), fakeC.take(C(xp)[1], idsp))
        moves = judge != "wasserstein" or step % 5 == 0
        terms = {n: t for n, t in terms.items() if objective[n] > 0} if moves else {}
        losses = {n: float(t.detach()) for n, t in terms.items()}
        gradients = {}
        if moves:
            total = sum(objective[n] * t for n, t in terms.items())
            ws = [w for n in ("generator", "encoder") if n in nets for w in nets[n].weights.values()]
            gradients.update(zip(map(id, ws), torch.autograd.grad(total, ws, retain_graph=True)))
        judged = []
        if D:
            fakes = [f.detach() for f in (xf if options.get("reconstructionsAreFakes", True) else None, xp) if f is not None]
            if judge == "wasserstein":
                loss = D(fakes[0])[0].mean() - D(x)[0].mean()
            else:
                loss = -torch.log(torch.sigmoid(D(x)[0])).mean()
                loss = loss - sum(torch.log(1 - torch.sigmoid(D(f)[0])).mean() for f in fakes)
            losses["discriminator"], judged = float(loss.detach()), [*judged, loss]
        if C:
            loss = F.cross_entropy(C(x)[0], ids)
            losses["classifier"], judged = float(loss.detach()), [*judged, loss]
        if judged:
            ws = [w for n in ("discriminator", "classifier") if n in nets for w in nets[n].weights.values()]
            gradients.update(zip(map(id, ws), torch.autograd.grad(sum(judged), ws)))
        for n, net in nets.items():  # only now does anything move
            for w in net.weights.values():
                w.grad = gradients.get(id(w))
            optimizers[n].step()
        if judge == "wasserstein":
            for w in D.weights.values():
                w.data.clamp_(-0.01, 0.01)
        if moves:
            updates += 1
            kept = min(0.999, (1 + updates) / (10 + updates))
            for n, w in G.weights.items():
                average[n] = kept * average[n] + (1 - kept) * w.detach()
        history.append(losses)
    flat = lambda w: [float(f"{v:.8g}") for v in w.detach().flatten().tolist()]
    weights = {n: {k: flat(w) for k, w in net.weights.items()} for n, net in nets.items()}
    return dict(recipe=name, steps=steps, options=options, batches=batches, losses=history, weights=weights,
                averaged={k: flat(w) for k, w in average.items()})


VARIANTS = [
    dict(objective=dict(pixels=0)),
    dict(objective=dict(featuresD=0, meanC=1)),
    dict(latentSampling="paper"),
    dict(reconstructionsAreFakes=False),
    dict(priorClasses="data"),
    dict(meanFeaturesD="moving", objective=dict(meanD=1)),
    dict(movingMeans=dict(decay=0.5, gradient="scaled"), objective=dict(meanC=1)),
]
cases = [run(name, 6 if name == "wgan" else 3, {}) for name in RECIPES]
cases += [run("cvae-gan", 3, variant) for variant in VARIANTS]
print(json.dumps(cases))
