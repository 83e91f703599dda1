/** The test needs `python3` (or the program `CVG_PYTHON` names) with NumPy; it is skipped where there is none. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { prepareFolder } from './prepare-folder.js';
import { fromPixels, temporaryFolder, writeFiles, type Rgb } from './__fixtures__/files.js';

const python = process.env.CVG_PYTHON ?? 'python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy']).status === 0;

const script = `
import hashlib, json, sys
import numpy as np
folder = sys.argv[1]
images = np.load(folder + "/images.npy", mmap_mode="r")
labels = np.load(folder + "/labels.npy")
manifest = json.load(open(folder + "/manifest.json"))
checksums = [hashlib.sha256(array).hexdigest() == manifest[name]["sha256"] for name, array in [("images", images), ("labels", labels)]]
print(json.dumps([str(images.dtype), images.tolist(), str(labels.dtype), labels.tolist(), checksums]))
`;

(hasNumpy ? it : it.skip)('NumPy opens a prepared folder (needs python3 with NumPy)', async () => {
  const pixels: Rgb[][] = [
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [
      [7, 8, 9],
      [250, 251, 252],
    ],
  ];
  const image = await fromPixels(pixels).png().toBuffer();
  const from = writeFiles(temporaryFolder(), { 'a/1.png': image, 'b/1.png': image });
  const to = join(temporaryFolder(), 'prepared');
  await prepareFolder(from, to, { size: 2 });
  const { stdout } = spawnSync(python, ['-c', script, to], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual(['uint8', [pixels, pixels], 'int32', [0, 1], [true, true]]);
});
