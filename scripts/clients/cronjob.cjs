// Holds a Kubernetes manifest to the schema of its kind. Argument: the file. Prints "CronJob is valid", or what is wrong, and then ends with 1.
'use strict';
const fs = require('fs');
const { parse } = require('yaml');
const { CronJob } = require('kubernetes-models/batch/v1/CronJob');

const manifest = parse(fs.readFileSync(process.argv[2], 'utf8'));
try {
  new CronJob(manifest).validate();
  console.log(`${manifest.kind} is valid`);
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
}
