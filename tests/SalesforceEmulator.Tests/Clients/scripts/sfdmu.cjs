// Runs the SFDMU plugin without the CLI around it: the folder in the second argument holds its export.json.
const path = require('node:path');
const [clients, folder] = process.argv.slice(2);
const root = path.join(clients, 'node_modules', 'sfdmu');
const { Config } = require(require.resolve('@oclif/config', { paths: [root] }));
const Run = require(path.join(root, 'lib/commands/sfdmu/run')).default;

(async () => {
  const config = new Config({ root });
  await config.load();
  Run.id = 'sfdmu:run';
  Run.plugin = config.plugins.find((plugin) => plugin.root === root) || { root, name: 'sfdmu' };
  await Run.run(['--sourceusername', 'source', '--targetusername', 'target', '--path', folder, '--noprompt'], config);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
