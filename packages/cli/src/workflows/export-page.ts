import * as tf from '@tensorflow/tfjs-core';

/** A page beside exported networks that draws new images in the browser: a row a class, the same noise in every row. */
export const exportPage = (): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>New images</title>
<style>
  :root { color-scheme: light dark; }
  body { margin: 24px; font: 16px/1.5 system-ui, sans-serif; }
  figure { display: flex; flex-wrap: wrap; gap: 4px; margin: 0 0 20px; }
  figcaption { flex: 1 0 100%; }
  canvas { width: 96px; image-rendering: pixelated; }
</style>
<main>Loading ...</main>
<script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs@${tf.version_core}/dist/tf.min.js"></script>
<script type="module">
  const COUNT = 8;
  const SEED = 0;
  const main = document.querySelector('main');
  try {
    const generator = await tf.loadLayersModel('generator/model.json');
    const names = await (await fetch('classes.json')).json(); // empty: the generator knows no classes
    const [latentSize, numClasses] = generator.inputs.map(({ shape }) => shape[1]);
    main.replaceChildren();
    for (const [classId, name] of (names.length > 0 ? names : ['']).entries()) {
      const images = tf.tidy(() => {
        const z = tf.randomNormal([COUNT, latentSize], 0, 1, 'float32', SEED);
        const ofClass = () => tf.oneHot(tf.fill([COUNT], classId, 'int32'), numClasses);
        const drawn = generator.predict(numClasses ? [z, ofClass()] : z); // [COUNT, height, width, channels] in [-1, 1]
        return tf.unstack(tf.clipByValue(tf.div(tf.add(drawn, 1), 2), 0, 1));
      });
      const row = document.createElement('figure');
      const caption = document.createElement('figcaption');
      caption.textContent = name;
      row.append(caption);
      main.append(row);
      for (const image of images) {
        const canvas = document.createElement('canvas');
        await tf.browser.toPixels(image, canvas);
        row.append(canvas);
      }
      tf.dispose(images);
    }
  } catch (error) {
    main.textContent = location.protocol === 'file:' ? 'Serve this folder: npx serve' : String(error);
  }
</script>
</html>
`;
