import { libraryBuild } from '../../tsup.base';

export default libraryBuild({ platform: 'node', dts: false });
