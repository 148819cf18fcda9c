// Writes mappings/values/countries.csv: names of countries, as people type them into an address, to ISO 3166 codes.
// Names come from the Unicode CLDR data inside Node (Intl.DisplayNames); any Node 20 or newer.
//
//   node countries.js      rewrites mappings/values/countries.csv
import { readFileSync, writeFileSync } from 'node:fs'

const plans = readFileSync(new URL('../../src/DataMigrator/Mapping/Phones/NumberingPlans.txt', import.meta.url), 'utf8')
const codes = [...new Set([...plans.matchAll(/^R\t([A-Z]{2})\t/gm)].map((m) => m[1]))].sort()
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'fi', 'pl', 'ja', 'zh', 'ko']

// What addresses hold beside the names of CLDR: abbreviations, three-letter codes of the largest countries, older and shorter names.
const others = {
  US: ['USA', 'U.S.A.', 'U.S.', 'United States of America', 'America', 'EE.UU.', 'EUA'], GB: ['GBR', 'UK', 'U.K.', 'Great Britain', 'Britain', 'England', 'Scotland', 'Wales', 'Northern Ireland'],
  DE: ['DEU', 'BRD', 'Federal Republic of Germany'], FR: ['FRA'], ES: ['ESP'], IT: ['ITA'], NL: ['NLD', 'Holland', 'The Netherlands'], CA: ['CAN'], AU: ['AUS'], AT: ['AUT'],
  CH: ['CHE', 'Suisse', 'Svizzera'], BE: ['BEL'], PT: ['PRT'], IE: ['IRL', 'Republic of Ireland', 'Eire'], BR: ['BRA', 'Brasil'], MX: ['MEX', 'Mexico', 'México'], IN: ['IND'],
  JP: ['JPN'], CN: ['CHN', "People's Republic of China", 'PRC'], KR: ['KOR', 'Korea', 'Republic of Korea'], SE: ['SWE'], NO: ['NOR'], DK: ['DNK'], FI: ['FIN'], PL: ['POL'],
  CZ: ['CZE', 'Czech Republic'], TR: ['TUR', 'Turkey', 'Türkiye'], RU: ['RUS', 'Russian Federation'], ZA: ['ZAF'], NZ: ['NZL'], SG: ['SGP'], AE: ['ARE', 'UAE', 'U.A.E.'],
  IL: ['ISR'], AR: ['ARG'], HK: ['HKG', 'Hong Kong'], VN: ['Viet Nam'], MK: ['Macedonia'],
}

const rows = new Map()
const add = (name, code) => {
  const key = name.normalize('NFC').trim()
  if (key && !rows.has(key)) rows.set(key, code)
}
for (const code of codes) add(code, code)
for (const code of codes) for (const name of others[code] ?? []) add(name, code)
for (const language of languages) {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  for (const code of codes) {
    const name = names.of(code)
    if (name) add(name, code)
  }
}

const quoted = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
writeFileSync(new URL('../../mappings/values/countries.csv', import.meta.url), 'from,to\n' + [...rows].sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0)).map(([name, code]) => `${quoted(name)},${code}\n`).join(''))
