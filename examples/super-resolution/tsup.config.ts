import { libraryBuild } from '../../tsup.base';

export default libraryBuild({ entry: ['src/main.ts'], platform: 'node', dts: false });
