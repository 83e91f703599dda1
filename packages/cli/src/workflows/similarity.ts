import type { ImageArray, Masks } from '@cvg/apps';
import { psnr, ssim } from '@cvg/metrics';

/** How near some images come to what they should be. */
export interface SimilarityRow {
  /** How they were made. */
  readonly name: string;
  /** Mean peak signal-to-noise ratio in decibel. */
  readonly psnr: number;
  /** Mean structural similarity, at most 1. */
  readonly ssim: number;
  /** Share that a judge takes for their class; left out without a judge. */
  readonly top1?: number;
}

/**
 * Compares images with the truth.
 * @param name - What made the images.
 * @param images - In [-1, 1], `[n, H, W, C]`.
 * @param truth - What they should be, in the same shape.
 * @param masks - Compares inside the holes only. @default the whole images
 * @returns PSNR in dB, and SSIM, each the mean over the images.
 */
export function similarityRow(
  name: string,
  images: ImageArray,
  truth: ImageArray,
  masks?: Masks,
): SimilarityRow {
  return {
    name,
    psnr: psnr(images, truth, { masks }).values.psnr,
    ssim: ssim(images, truth, { masks }).values.ssim,
  };
}
