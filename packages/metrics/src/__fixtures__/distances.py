"""Oracles of distances, neighbourhoods, scores, image similarity and verification, by public reference code on seeded data.

Run: python distances.py > distances.json
Made with torch 1.13, torch-fidelity 0.4.0, clean-fid 0.1.35, prdc 0.2, scikit-learn 1.3.2, scikit-image 0.22.0, pytorch-msssim 1.0.0.
The data is not stored: `uniforms` and what is made of it are the same bits in TypeScript (seeded-data.ts).
"""

import contextlib
import json
import sys

import numpy as np
import prdc
import scipy.special
import sklearn.metrics
import torch
from cleanfid.fid import frechet_distance
from pytorch_msssim import ms_ssim
from pytorch_msssim.ssim import _ssim as ssim_factors
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from torch_fidelity.metric_fid import fid_statistics_to_metric
from torch_fidelity.metric_isc import isc_features_to_metric
from torch_fidelity.metric_kid import kid_features_to_metric, kernel_mmd

from metrics import assignments, mulberry32


def uniforms(count, seed):
    draws = mulberry32(seed)
    return np.array([next(draws) for _ in range(count)])


def features(n, d, seed, scale=1.0, shift=0.0):
    """Correlated columns: each is a bell-shaped draw plus half of the one before."""
    u = uniforms(3 * n * d, seed).reshape(n, d, 3)
    bell = u[:, :, 0] + u[:, :, 1] + u[:, :, 2] - 1.5
    bell[:, 1:] = bell[:, 1:] + 0.5 * bell[:, :-1].copy()
    return (bell * scale + shift).astype(np.float32)


def images(n, height, width, channels, seed):
    """Blocks of 8x8 pixels of one colour under noise, in [-1, 1]."""
    draws = mulberry32(seed)
    rows, columns = -(-height // 8), -(-width // 8)
    blocks = np.array([next(draws) for _ in range(n * rows * columns * channels)]).reshape(n, rows, columns, channels)
    noise = np.array([next(draws) for _ in range(n * height * width * channels)]).reshape(n, height, width, channels)
    base = blocks.repeat(8, axis=1).repeat(8, axis=2)[:, :height, :width]
    return (1.5 * base + 0.5 * noise - 1).astype(np.float32)


def doubles(x):
    return x.astype(np.float64)


def nuclear_frechet(x, y):
    """tr sqrt(Sx Sy) is the nuclear norm of Xc Yc^T: no square root of a matrix, right for singular covariances too."""
    xc, yc = (x - x.mean(0)) / np.sqrt(len(x) - 1), (y - y.mean(0)) / np.sqrt(len(y) - 1)
    difference = x.mean(0) - y.mean(0)
    nuclear = np.linalg.svd(xc @ yc.T, compute_uv=False).sum()
    return float(difference @ difference + (xc**2).sum() + (yc**2).sum() - 2 * nuclear)


def frechet(n, m, d, dead=0):
    x, y = doubles(features(n, d, 11)), doubles(features(m, d, 12, 1.5, 0.25))
    x[:, :dead] = 0
    y[:, :dead] = 0
    x_moments, y_moments = (x.mean(0), np.cov(x, rowvar=False)), (y.mean(0), np.cov(y, rowvar=False))
    stats = [dict(mu=mu, sigma=sigma) for mu, sigma in (x_moments, y_moments)]
    result = {"n": n, "m": m, "d": d, "dead": dead, "nuclear": nuclear_frechet(x, y)}
    if min(n, m) > d and dead == 0:
        result["cleanFid"] = float(frechet_distance(*x_moments, *y_moments))
        result["torchFidelity"] = fid_statistics_to_metric(*stats, False)["frechet_inception_distance"]
    return result


POLY = dict(kid_kernel="poly", kid_kernel_poly_degree=3, kid_kernel_poly_gamma=None, kid_kernel_poly_coef0=1)


def subset(draws, n, size):
    """The first `size` of a partial Fisher-Yates shuffle of 0..n-1."""
    order = list(range(n))
    for i in range(size):
        j = i + int(next(draws) * (n - i))
        order[i], order[j] = order[j], order[i]
    return order[:size]


def kernel(n, m, d, subsets, size, seed):
    x, y = doubles(features(n, d, 21)), doubles(features(m, d, 22, 1.2, 0.1))
    draws = mulberry32(seed)
    values = [kernel_mmd(x[subset(draws, n, size)], y[subset(draws, m, size)], **POLY) for _ in range(subsets)]
    return {"n": n, "m": m, "d": d, "subsets": subsets, "size": size, "seed": seed, "values": [float(v) for v in values],
            "mean": float(np.mean(values)), "standardDeviation": float(np.std(values))}


def kernel_of_all(n, d):
    x, y = (torch.tensor(doubles(f)) for f in (features(n, d, 21), features(n, d, 22, 1.2, 0.1)))
    result = kid_features_to_metric(x, y, kid_subsets=2, kid_subset_size=n, verbose=False, **POLY)
    return {"n": n, "d": d, "mean": result["kernel_inception_distance_mean"]}


def neighbourhoods(n, m, d, k):
    x, y = doubles(features(n, d, 31)), doubles(features(m, d, 32, 0.8, 0.15))
    with contextlib.redirect_stdout(sys.stderr):
        return {"n": n, "m": m, "d": d, "neighbours": k, **{key: float(v) for key, v in prdc.compute_prdc(x, y, k).items()}}


def score(n, classes, splits, seed):
    logits = doubles(features(n, classes, 41, 4))
    order = np.argsort(assignments(n, splits, seed), kind="stable")
    result = isc_features_to_metric(torch.tensor(logits[order]), splits, shuffle=False)
    return {"n": n, "classes": classes, "splits": splits, "seed": seed,
            "probabilities": [round(float(p), 17) for p in scipy.special.softmax(logits, axis=1).ravel()],
            "mean": result["inception_score_mean"], "standardDeviation": result["inception_score_std"]}


def similarity(n, height, width, channels):
    x, y = doubles(images(n, height, width, channels, 51)), doubles(images(n, height, width, channels, 52))
    y = doubles((0.6 * x + 0.4 * y).astype(np.float32))
    masks = np.zeros((n, height, width), bool)
    for i in range(n):
        masks[i, i : i + 9, 3 : 12 + i] = True  # the first reaches the upper border
    masks[-1, -4:, -3:] = True  # and the last the lower right corner
    result = {"n": n, "height": height, "width": width, "channels": channels, "psnr": [], "ssim": [], "psnrInside": [], "ssimInside": []}
    for a, b, mask in zip(x, y, masks):
        value, full = structural_similarity(a, b, data_range=2, gaussian_weights=True, sigma=1.5,
                                            use_sample_covariance=False, channel_axis=2, full=True)
        result["psnr"].append(float(peak_signal_noise_ratio(a, b, data_range=2)))
        result["psnrInside"].append(float(peak_signal_noise_ratio(a[mask], b[mask], data_range=2)))
        result["ssim"].append(float(value))
        result["ssimInside"].append(float(full[mask].mean()))
    return result


WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]


def multi_scale(size, channels, invert=False):
    """pytorch-msssim's ms_ssim with its window in double precision; below 161 pixels its own steps with fewer scales."""
    x, y = (torch.tensor(doubles(images(2, size, size, channels, seed))).permute(0, 3, 1, 2) for seed in (61, 62))
    y = -x if invert else (0.7 * x + 0.3 * y).float().double()
    coords = torch.arange(11, dtype=torch.float64) - 5
    window = torch.exp(-(coords**2) / (2 * 1.5**2))
    window = (window / window.sum()).repeat(channels, 1, 1, 1)
    scales = min(5, int(np.floor(np.log2(size / 11))) + 1)
    weights = np.array(WEIGHTS[:scales]) if scales == 5 else np.array(WEIGHTS[:scales]) / sum(WEIGHTS[:scales])
    if scales == 5:
        value = ms_ssim(x, y, data_range=2, size_average=False, win=window, weights=list(weights))
    else:
        factors, (a, b) = [], (x, y)
        for scale in range(scales):
            ssim, contrast = ssim_factors(a, b, 2, window, size_average=False)
            factors.append(torch.relu(ssim if scale == scales - 1 else contrast) ** weights[scale])
            a, b = (torch.nn.functional.avg_pool2d(t, 2) for t in (a, b))
        value = torch.stack(factors).prod(0).mean(1)
    return {"size": size, "channels": channels, "invert": invert, "values": value.tolist()}


def verification(people, photos, d, pairs_of_kind, folds, seed):
    """Photos of a person share a part of their features; the pairs are LFW's: in each fold first the same, then others."""
    base = doubles(features(people, d, 71)).repeat(photos, axis=0)
    x = (0.8 * base + doubles(features(people * photos, d, 72))).astype(np.float32)
    draws = mulberry32(seed)
    integer = lambda high: int(next(draws) * high)
    pairs = []
    for fold in range(folds):
        for kind in range(2 * pairs_of_kind):
            first, same = integer(people), kind < pairs_of_kind
            second = first if same else (first + 1 + integer(people - 1)) % people
            i = integer(photos)
            j = (i + 1 + integer(photos - 1)) % photos if same else integer(photos)
            pairs.append((fold, same, first * photos + i, second * photos + j))
    xd = doubles(x)
    cosine = np.array([sklearn.metrics.pairwise.cosine_similarity(xd[i][None], xd[j][None])[0, 0] for _, _, i, j in pairs])
    same, fold = np.array([p[1] for p in pairs]), np.array([p[0] for p in pairs])
    accuracies, thresholds = [], []
    for f in range(folds):
        train, test = fold != f, fold == f
        # of the candidates, which lie halfway between neighbouring similarities, the highest of the best
        values = np.unique(cosine[train])[::-1]
        candidates = np.concatenate([[np.inf], (values[:-1] + values[1:]) / 2, [-np.inf]])
        rates = [((cosine[train] >= c) == same[train]).mean() for c in candidates]
        thresholds.append(float(candidates[int(np.argmax(rates))]))
        accuracies.append(float(sklearn.metrics.accuracy_score(same[test], cosine[test] >= thresholds[-1])))
    fpr, tpr, limits = sklearn.metrics.roc_curve(same, cosine, drop_intermediate=False)
    x, y = np.rint(fpr * (~same).sum()), np.rint(tpr * same.sum())
    corners = np.diff(x)[:-1] * np.diff(y)[1:] != np.diff(x)[1:] * np.diff(y)[:-1]  # the others lie on a straight line
    fpr, tpr, limits = (values[np.concatenate([[True], corners, [True]])] for values in (fpr, tpr, limits))
    return {"people": people, "photos": photos, "d": d, "pairsOfKind": pairs_of_kind, "folds": folds, "seed": seed,
            "accuracies": accuracies, "thresholds": thresholds, "accuracy": float(np.mean(accuracies)),
            "standardError": float(np.std(accuracies, ddof=1) / np.sqrt(folds)),
            "auc": float(sklearn.metrics.roc_auc_score(same, cosine)),
            "roc": {"falsePositiveRate": fpr.tolist(), "truePositiveRate": tpr.tolist(), "threshold": limits[1:].tolist()}}


with contextlib.redirect_stdout(sys.stderr):
    result = {
        "frechet": [frechet(200, 150, 16), frechet(400, 300, 48), frechet(20, 30, 64), frechet(300, 12, 24), frechet(60, 50, 20, dead=5)],
        "kernel": [kernel(60, 50, 12, 4, 40, 3), kernel(30, 45, 33, 1, 30, 0)],
        "kernelOfAll": [kernel_of_all(50, 12), kernel_of_all(37, 64)],
        "neighbourhoods": [neighbourhoods(120, 90, 4, 3), neighbourhoods(90, 120, 8, 5), neighbourhoods(300, 200, 16, 1)],
        "score": [score(60, 5, 10, 0), score(40, 7, 4, 6)],
        "similarity": [similarity(3, 30, 21, 3), similarity(2, 16, 40, 1)],
        "multiScale": [multi_scale(176, 1), multi_scale(64, 3), multi_scale(32, 1), multi_scale(32, 1, True)],
        "verification": [verification(12, 4, 16, 15, 10, 7), verification(8, 3, 6, 8, 5, 1)],
    }
print(json.dumps(result))
