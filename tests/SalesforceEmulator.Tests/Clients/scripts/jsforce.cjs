// Reads and writes with jsforce and prints what happened as one line of JSON.
const { createRequire } = require('node:module');
const [clients, instanceUrl, accessToken, clientId, clientSecret] = process.argv.slice(2);
const jsforce = createRequire(clients + '/')('jsforce');

async function readAll(stream) {
  const ids = [];
  for await (const record of stream) ids.push(record.Id);
  return ids;
}

function asyncApi(connection, soql) {
  return new Promise((resolve, reject) => {
    let rows = 0;
    connection.bulk.query(soql).then((stream) => stream.on('record', () => rows++).on('end', () => resolve(rows)).on('error', reject), reject);
  });
}

(async () => {
  const connection = new jsforce.Connection({ instanceUrl, accessToken, version: '66.0' });
  connection.bulk2.pollInterval = 100;
  connection.bulk2.pollTimeout = 60000;
  connection.bulk.pollTimeout = 60000;
  const calls = Array.from({ length: 450 }, (_, i) => ({
    Legacy_Task_Id__c: `00TJS${String(i).padStart(10, '0')}AAA`,
    CallStartDateTime: '2026-01-01T10:00:00Z',
    CallEndDateTime: '2026-01-01T10:01:00Z',
    FromPhoneNumber: '+1',
    ToPhoneNumber: '+2',
    CallType: i % 100 === 7 ? 'Nonsense' : 'Inbound',
    Description: `a "quoted"\nline, ${i}`,
  }));
  const upsert = await connection.bulk2.loadAndWaitForResults({ object: 'VoiceCall', operation: 'upsert', externalIdFieldName: 'Legacy_Task_Id__c', input: calls });
  const paged = [];
  let page = await connection.query('SELECT Id FROM Contact');
  paged.push(...page.records.map((r) => r.Id));
  while (!page.done) {
    page = await connection.queryMore(page.nextRecordsUrl);
    paged.push(...page.records.map((r) => r.Id));
  }

  const own = new jsforce.Connection({ oauth2: { loginUrl: instanceUrl, clientId, clientSecret } });
  const login = await own.authorize({ grant_type: 'client_credentials' });
  console.log(JSON.stringify({
    bulkQuery: await readAll(await connection.bulk2.query('SELECT Id, Subject, Owner.Name FROM Task')),
    asyncApi: await asyncApi(connection, 'SELECT Id FROM Contact'),
    paged,
    successful: upsert.successfulResults.length,
    failed: upsert.failedResults.map((r) => r.sf__Error),
    unprocessed: upsert.unprocessedRecords.length,
    collection: (await connection.sobject('Account').create([{ Name: 'one' }, { Name: 'two' }])).filter((r) => r.success).length,
    identity: (await connection.identity()).username,
    login: login.id,
  }));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
