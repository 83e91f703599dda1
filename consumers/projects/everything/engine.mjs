// Which engine starts here, and what oneDNN says.
import { useBackend } from '@cvg/backend';

const { name } = await useBackend('auto');
const onednn = await useBackend('onednn').then(
  () => 'works',
  (error) => error.reason,
);
console.log(JSON.stringify({ name, onednn }));
