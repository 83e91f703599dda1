import { libraryBuild } from '../tsup.base';

export default libraryBuild({
  entry: [
    'src/commands/licenses.ts',
    'src/commands/pack.ts',
    'src/commands/sbom.ts',
    'src/commands/sizes.ts',
  ],
  platform: 'node',
  dts: false,
});
