"""Oracle of the loss tests: the paper's formulas in float64 NumPy/SciPy, with gradients by central differences.

Run: python losses.py > losses.json   (numpy 2.4, scipy 1.17)
"""
import json
import numpy as np
from scipy.integrate import quad
from scipy.special import expit, log_softmax
from scipy.stats import norm

random = np.random.default_rng(0)
draw = lambda *shape: random.standard_normal(shape).astype(np.float32).astype(np.float64)


def gradient(f, x, step=1e-5):
    result = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[index] += step
        minus[index] -= step
        result[index] = (f(plus) - f(minus)) / (2 * step)
    return result


def plain(value):
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (np.ndarray, np.floating)):
        return [float(f"{v:.9g}") for v in np.ravel(value)] if np.ndim(value) else float(f"{value:.9g}")
    return value


def case(f, *inputs, **extra):
    """Value of f and its gradients in every input."""
    grads = [gradient(lambda x, i=i: f(*inputs[:i], x, *inputs[i + 1 :]), inputs[i]) for i in range(len(inputs))]
    return dict(inputs=inputs, value=f(*inputs), gradients=grads, **extra)


# Eq. 1 and line 9, literally: D = sigmoid(logits)
def discriminator(real, *fakes):
    return -np.mean(np.log(expit(real))) - sum(np.mean(np.log(1 - expit(fake))) for fake in fakes)


# Eq. 2
def mean_matching(real, fake):
    return 0.5 * np.linalg.norm(real.mean(0) - fake.mean(0)) ** 2


# Eq. 5 for one sample as an integral of q log(q / p), dimension by dimension
def kl_by_quadrature(mean, log_var):
    total = 0.0
    for m, e in zip(np.ravel(mean), np.ravel(log_var)):
        q, p = norm(m, np.exp(e / 2)), norm(0, 1)
        width = 12 * np.exp(e / 2)
        total += quad(lambda z: q.pdf(z) * (q.logpdf(z) - p.logpdf(z)), m - width, m + width)[0]
    return total / len(mean)


def kl(mean, log_var):
    return np.mean(0.5 * (np.sum(mean * mean, 1) + np.sum(np.exp(log_var) - log_var - 1, 1)))


def moving_means():
    """Eq. 4 over three steps. Class 2 is first seen (real) in step 1 and never seen (fake) before step 2."""
    K, F, decay = 3, 2, 0.8
    real_ids = [[0, 1, 0, 1], [2, 0, 2, 2], [1, 1, 0, 2]]
    fake_ids = [[1, 1, 1, 0], [0, 0, 1, 1], [2, 0, 0, 0]]
    sides = {s: dict(ema=np.zeros((K, F)), count=np.zeros(K, int)) for s in ("real", "fake")}
    steps = []
    for r_ids, f_ids in zip(real_ids, fake_ids):
        batch = {"real": (draw(4, F), np.array(r_ids)), "fake": (draw(4, F), np.array(f_ids))}
        for name, (x, ids) in batch.items():
            side = sides[name]
            for k in range(K):
                if (ids == k).any():  # the textbook form: a biased average, corrected when it is read
                    side["ema"][k] = decay * side["ema"][k] + (1 - decay) * x[ids == k].mean(0)
                    side["count"][k] += 1
        corrected = {
            name: np.array([s["ema"][k] / (1 - decay ** s["count"][k]) if s["count"][k] else np.zeros(F) for k in range(K)])
            for name, s in sides.items()
        }
        counted = (sides["real"]["count"] > 0) & (sides["fake"]["count"] > 0)
        loss = lambda c: 0.5 * np.sum((corrected["real"] - c)[counted] ** 2)
        x0, ids = batch["fake"]

        def moved(x, full):  # the fake centres if the batch were x instead of x0
            c = corrected["fake"].copy()
            for k in set(ids.tolist()):
                rate = 1.0 if full else (1 - decay) / (1 - decay ** sides["fake"]["count"][k])
                c[k] += rate * (x[ids == k].mean(0) - x0[ids == k].mean(0))
            return c

        steps.append(
            dict(
                real=batch["real"][0], realIds=r_ids, fake=x0, fakeIds=f_ids,
                realCenters=corrected["real"], fakeCenters=corrected["fake"],
                realUpdates=sides["real"]["count"].tolist(), fakeUpdates=sides["fake"]["count"].tolist(),
                value=loss(corrected["fake"]),
                straightThrough=gradient(lambda x: loss(moved(x, True)), x0),
                scaled=gradient(lambda x: loss(moved(x, False)), x0),
            )
        )
    return dict(numClasses=K, numFeatures=F, decay=decay, steps=steps)


ids = [2, 0, 1, 2, 2]
mean, log_var, noise = draw(3, 4), draw(3, 4), draw(3, 4)
kl_case = case(kl, mean, log_var, quadrature=kl_by_quadrature(mean, log_var))
assert abs(kl_case["value"] - kl_case["quadrature"]) < 1e-9
result = dict(
    discriminator=case(discriminator, 3 * draw(6), 3 * draw(6), 3 * draw(4)),
    nonSaturating=case(lambda x: -np.mean(np.log(expit(x))), 3 * draw(7)),
    meanFeatureMatching=case(mean_matching, draw(5, 4), draw(3, 4)),
    softmax=case(lambda x: -np.mean(log_softmax(x, 1)[np.arange(5), ids]), 3 * draw(5, 3), ids=ids),
    movingMeans=moving_means(),
    kl=kl_case,
    reparameterize=dict(
        inputs=[mean, log_var, noise],
        consistent=norm.ppf(norm.cdf(noise), mean, np.exp(log_var) ** 0.5),  # the same quantile of N(mean, variance)
        paper=mean + noise * np.exp(log_var),
        # gradients of sum(z^2)
        consistentGradients=[
            gradient(lambda m: np.sum((m + noise * np.exp(log_var / 2)) ** 2), mean),
            gradient(lambda e: np.sum((mean + noise * np.exp(e / 2)) ** 2), log_var),
        ],
        paperGradients=[
            gradient(lambda m: np.sum((m + noise * np.exp(log_var)) ** 2), mean),
            gradient(lambda e: np.sum((mean + noise * np.exp(e)) ** 2), log_var),
        ],
    ),
    pairwise=case(
        lambda r, f: np.mean([0.5 * np.linalg.norm(np.ravel(a - b)) ** 2 for a, b in zip(r, f)]),
        draw(2, 3, 3, 2), draw(2, 3, 3, 2),
    ),
    critic=case(lambda r, f: f.mean() - r.mean(), draw(5), draw(3)),
    wassersteinGenerator=case(lambda f: -f.mean(), draw(4)),
)
print(json.dumps(plain(result)))
