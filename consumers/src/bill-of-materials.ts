import type { ConsumerProject } from './consumer-project.js';
import { npm } from './run.js';

/** What is read of a CycloneDX file. */
export interface BillOfMaterials {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl?: string;
    readonly licenses?: readonly unknown[];
  }[];
}

/** What a project has installed, as a CycloneDX bill of materials. */
export async function billOfMaterials({ folder }: ConsumerProject): Promise<BillOfMaterials> {
  const { stdout } = await npm(['sbom', '--sbom-format=cyclonedx', '--omit=dev'], folder);
  return JSON.parse(stdout) as BillOfMaterials;
}
