// Draws the facts of the world's numbering plans (calling codes, prefixes, lengths, digit patterns) from the "max"
// metadata of libphonenumber-js (MIT), which Google's libphonenumber (Apache-2.0) publishes, into one text file that
// the migrator embeds. Facts only: no code of either project is taken.
//
//   npm ci && node generate.js      rewrites src/DataMigrator/Mapping/Phones/NumberingPlans.txt
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const metadata = require('libphonenumber-js/metadata.max.json')
const examples = require('libphonenumber-js/examples.mobile.json')
const packageJson = JSON.parse(readFileSync(new URL('./node_modules/libphonenumber-js/package.json', import.meta.url)))

const lines = [
  '# Facts of national numbering plans. Origin: Google libphonenumber (Apache-2.0), by way of the "max" metadata of',
  `# libphonenumber-js ${packageJson.version} (MIT). Made by scripts/phones/generate.js: change that, not this.`,
  '# C  calling code, its regions (the first one speaks for the code)',
  '# R  region, calling code, international prefix, national prefix, prefix pattern, prefix rewrite, leading digits,',
  '#    possible lengths, "short" where a whole subscriber number has six digits or fewer',
  '# G  every national number   T  one kind of national number: lengths (empty: as the region), pattern'
]

const none = value => value || ''

for (const [code, regions] of Object.entries(metadata.country_calling_codes)) lines.push(['C', code, regions.join(',')].join('\t'))
for (const code of Object.keys(metadata.nonGeographic)) lines.push(['C', code, code].join('\t'))

const plans = [...Object.entries(metadata.countries), ...Object.entries(metadata.nonGeographic)]
for (const [region, plan] of plans) {
  const [code, idd, general, lengths, , nationalPrefix, , prefixPattern, prefixRewrite, , leading, types] = plan
  const short = Math.max(...lengths) <= 6 || (examples[region] ?? '').length in { 4: 1, 5: 1, 6: 1 } ? 'short' : ''
  lines.push(['R', region, code, none(idd), none(nationalPrefix), none(prefixPattern) || none(nationalPrefix),
    none(prefixRewrite), none(leading), lengths.join(','), short].join('\t'))
  lines.push(['G', general].join('\t'))
  for (const type of types || []) {
    if (type && type[0]) lines.push(['T', (type[1] || []).join(','), type[0]].join('\t'))
  }
}

const target = fileURLToPath(new URL('../../src/DataMigrator/Mapping/Phones/NumberingPlans.txt', import.meta.url))
writeFileSync(target, lines.join('\n') + '\n')
console.log(`${plans.length} plans, ${lines.length} lines → ${target}`)
