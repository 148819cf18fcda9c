// jsforce as a program would use it. Arguments: what to do, the org's URL, then what that takes. Prints one JSON document.
'use strict';
const jsforce = require('jsforce');
const { QueryJobV2 } = require('jsforce/lib/api/bulk2');

const version = '66.0';
const patience = 240000;
const pollInterval = 100;

async function byClientCredentials(instanceUrl, clientId, clientSecret) {
  const connection = new jsforce.Connection({ version, oauth2: { loginUrl: instanceUrl, clientId, clientSecret } });
  await connection.authorize({ grant_type: 'client_credentials' });
  // On a time-out jsforce deletes the job; a busy machine must not make it do so.
  Object.assign(connection.bulk, { pollInterval, pollTimeout: patience });
  Object.assign(connection.bulk2, { pollInterval, pollTimeout: patience });
  return connection;
}

async function all(stream) {
  const records = [];
  for await (const record of stream) records.push(record);
  return records;
}

const commands = {
  async describe(...login) {
    const connection = await byClientCredentials(...login);
    const identity = await connection.identity();
    const describe = await connection.describe('VoiceCall');
    const global = await connection.describeGlobal();
    return { username: identity.username, describe, objects: global.sobjects.map((o) => o.name), limits: await connection.limits(), usage: connection.limitInfo };
  },

  // Where there are several pages, bulk2.query() ends its stream after the first and then writes to it.
  async bulkQuery(url, id, secret, soql) {
    const connection = await byClientCredentials(url, id, secret);
    return all(await connection.bulk2.query(soql));
  },

  async bulkQueryByHand(url, id, secret, soql, pageSize) {
    const connection = await byClientCredentials(url, id, secret);
    const job = new QueryJobV2(connection, { bodyParams: { query: soql, operation: 'queryAll' }, pollingOptions: { pollInterval, pollTimeout: patience } });
    await job.open();
    await job.poll();
    const pages = [];
    let locator;
    do {
      const path = `/${job.id}/results?maxRecords=${pageSize}` + (locator ? `&locator=${locator}` : '');
      pages.push(await job.createQueryRequest({ method: 'GET', path, headers: { Accept: 'text/csv' }, responseType: 'text/csv' }));
      locator = job.locator;
    } while (locator !== 'null');
    await job.delete();
    return pages;
  },

  async pagedQuery(url, id, secret, soql) {
    const connection = await byClientCredentials(url, id, secret);
    const pages = [];
    let page = await connection.query(soql);
    pages.push(page.records);
    while (!page.done) {
      page = await connection.queryMore(page.nextRecordsUrl);
      pages.push(page.records);
    }
    return pages;
  },

  async asyncQuery(url, id, secret, soql) {
    const connection = await byClientCredentials(url, id, secret);
    return all(await connection.bulk.query(soql));
  },

  async asyncLoad(url, id, secret) {
    const connection = await byClientCredentials(url, id, secret);
    const saved = await connection.bulk.load('Lead', 'insert', [{ LastName: 'Loaded 1', Company: 'A' }, { LastName: 'Loaded 2' }]);
    const updated = await connection.bulk.load('Lead', 'update', [{ Id: saved[0].id, Company: 'B' }]);
    return { saved, updated };
  },

  async children(url, id, secret, created) {
    const connection = await byClientCredentials(url, id, secret);
    const parents = await connection.sobject('Contact').find({ Id: created }, 'Id').include('Tasks').select('Subject').orderby('Subject', 'DESC').end().execute();
    const whos = await connection.query(`SELECT Subject, TYPEOF Who WHEN Contact THEN LastName END FROM Task WHERE WhoId = '${created}' ORDER BY Subject`);
    const now = Date.now();
    const span = [new Date(now - 3600000), new Date(now + 3600000)];
    const [updated, deleted] = [await connection.sobject('Task').updated(...span), await connection.sobject('Task').deleted(...span)];
    return { parents, whos: whos.records, updated: updated.ids, deleted: deleted.deletedRecords };
  },

  async upsert(url, id, secret, input) {
    const connection = await byClientCredentials(url, id, secret);
    return connection.bulk2.loadAndWaitForResults({ object: 'VoiceCall', operation: 'upsert', externalIdFieldName: 'Legacy_Task_Id__c', input: JSON.parse(require('node:fs').readFileSync(input, 'utf8')) });
  },

  async collections(url, id, secret) {
    const connection = await byClientCredentials(url, id, secret);
    const accounts = connection.sobject('Account');
    const created = await accounts.create([{ Name: 'Collected 1' }, { Name: 'Collected 2' }, { Phone: '+1' }], { allOrNone: false });
    const ids = created.filter((r) => r.success).map((r) => r.id);
    const updated = await accounts.update(ids.map((Id) => ({ Id, Phone: '+442071838750' })));
    const read = await accounts.retrieve(ids);
    const destroyed = await accounts.destroy(ids[1]);
    return { created, updated, read, destroyed };
  },

  // The session ends on the way, so the access token has to be renewed with the refresh token in the middle of the pages.
  async refresh(instanceUrl, clientId, clientSecret, refreshToken, accessToken, soql) {
    const connection = new jsforce.Connection({ version, instanceUrl, accessToken, refreshToken, oauth2: { loginUrl: instanceUrl, clientId, clientSecret } });
    const tokens = [];
    connection.on('refresh', (token) => tokens.push(token));
    const records = [];
    for (let page = await connection.query(soql); ; page = await connection.queryMore(page.nextRecordsUrl)) {
      records.push(...page.records);
      if (page.done) return { records, renewed: tokens.length, another: tokens[0] !== accessToken };
    }
  },

  async revoke(url, id, secret) {
    const connection = await byClientCredentials(url, id, secret);
    const { accessToken } = connection;
    const before = (await connection.identity()).username;
    await connection.logout();
    const stale = new jsforce.Connection({ version, instanceUrl: url, accessToken });
    return { before, after: await stale.query('SELECT Id FROM User LIMIT 1').then(() => 'let in', (error) => error.errorCode) };
  },
};

const [command, ...rest] = process.argv.slice(2);
commands[command](...rest).then(
  (result) => process.stdout.write(JSON.stringify(result)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
