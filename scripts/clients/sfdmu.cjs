// Runs the SFDMU plugin without the sfdx around it. Argument: the folder that holds export.json.
'use strict';
const path = require('node:path');
const root = path.dirname(require.resolve('sfdmu/package.json'));
const { Config } = require(require.resolve('@oclif/config', { paths: [root] }));
const Run = require(path.join(root, 'lib/commands/sfdmu/run')).default;

(async () => {
  const config = new Config({ root });
  await config.load();
  Run.id = 'sfdmu:run';
  Run.plugin = config.plugins.find((plugin) => plugin.root === root) || { root, name: 'sfdmu' };
  await Run.run(['--sourceusername', 'source', '--targetusername', 'target', '--path', process.argv[2], '--noprompt'], config);
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
