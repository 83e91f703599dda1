import { Option } from 'commander';

/** `--crop <part>`. */
export const cropOption = (): Option =>
  new Option('--crop <part>', 'what becomes of a photo (default: mask, or face, or center)').choices([
    ...['face', 'mask', 'box', 'whole', 'center'],
  ]);
