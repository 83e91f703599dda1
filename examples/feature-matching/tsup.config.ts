import { libraryBuild } from '../../tsup.base';

const entry = ['src/before.ts', 'src/replaced.ts', 'src/added.ts'];
export default libraryBuild({ entry, platform: 'node', dts: false });
