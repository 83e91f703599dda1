import { libraryBuild } from '../../tsup.base';

export default libraryBuild({
  entry: ['src/index.ts', 'src/face-networks-worker.js'],
  dts: { entry: 'src/index.ts', compilerOptions: { ignoreDeprecations: '6.0' } },
  platform: 'node',
});
