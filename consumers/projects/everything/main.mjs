// All packages in one program: each is imported, and what each has is printed.
import * as apps from '@cvg/apps';
import * as backend from '@cvg/backend';
import * as conformance from '@cvg/backend/conformance';
import * as onednn from '@cvg/backend-onednn';
import * as cli from '@cvg/cli';
import * as data from '@cvg/data';
import * as losses from '@cvg/losses';
import * as metrics from '@cvg/metrics';
import * as nets from '@cvg/nets';
import * as report from '@cvg/report';
import * as train from '@cvg/train';

const modules = { apps, backend, conformance, onednn, cli, data, losses, metrics, nets, report, train };
console.log(
  JSON.stringify(Object.fromEntries(Object.entries(modules).map(([name, all]) => [name, Object.keys(all)]))),
);
