// Bundles the extension into out/extension.js, and what the unit tests import beside it.
import { build } from 'esbuild';

const shared = { bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning' };

await build({ ...shared, entryPoints: ['src/extension.ts'], outfile: 'out/extension.js', external: ['vscode'], minify: true });
await build({ ...shared, entryPoints: ['src/plan.ts', 'src/report.ts'], outdir: 'out/test' });
