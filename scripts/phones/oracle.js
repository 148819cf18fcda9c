// Writes numbers of every region in the forms that people and switches write them, with what libphonenumber-js says of each:
// the fixture that OracleTests compares our parser with.
//
//   npm ci && node oracle.js        rewrites tests/DataMigrator.Tests/Mapping/Phones/oracle.csv
//
// The numbers are drawn at random, from a fixed seed, out of each plan's patterns; a pattern is only the way to a number, the verdict is
// always the library's on the written text. "e164" is its parse, also of a number that it calls invalid; empty: it parsed none.
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parsePhoneNumberWithError } from 'libphonenumber-js/max'

const require = createRequire(import.meta.url)
const metadata = require('libphonenumber-js/metadata.max.json')

let seed = 20261120
const random = below => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor(seed / 4294967296 * below)
}
const pick = list => list[random(list.length)]

/** A number that a digit pattern describes. */
function sample(pattern) {
  let at = 0
  const alternatives = () => {
    const options = [sequence()]
    while (pattern[at] === '|') { at++; options.push(sequence()) }
    return () => pick(options)()
  }
  const sequence = () => {
    const parts = []
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(counted(part()))
    return () => parts.map(p => p()).join('')
  }
  const part = () => {
    if (pattern.startsWith('(?:', at)) { at += 3; const inner = alternatives(); at++; return inner }
    if (pattern.startsWith('\\d', at)) { at += 2; return () => String(random(10)) }
    if (pattern[at] === '[') {
      const end = pattern.indexOf(']', at)
      const digits = []
      const body = pattern.slice(at + 1, end)
      for (let i = 0; i < body.length; i++) {
        const to = body[i + 1] === '-' ? body[i + 2] : body[i]
        for (let d = +body[i]; d <= +to; d++) digits.push(String(d))
        if (body[i + 1] === '-') i += 2
      }
      at = end + 1
      return () => pick(digits)
    }
    const digit = pattern[at++]
    return () => digit
  }
  const counted = inner => {
    if (pattern[at] === '?') { at++; return () => random(2) ? inner() : '' }
    if (pattern[at] !== '{') return inner
    const end = pattern.indexOf('}', at)
    const [min, max = min] = pattern.slice(at + 1, end).split(',').map(Number)
    at = end + 1
    return () => Array.from({ length: min + random(max - min + 1) }, inner).join('')
  }
  return alternatives()()
}

const parse = (text, region) => {
  // The library looks for the number inside the text unless told not to; only so it reads a URI.
  const extract = text.startsWith('tel:')
  try { return parsePhoneNumberWithError(text, { defaultCountry: region, extract }) } catch { return undefined }
}

// Not the full-width plus: the library's parser takes the ASCII one only (ours takes both).
const wide = text => text.replace(/[0-9]/g, d => String.fromCharCode(0xFF10 + +d))
const arabic = text => text.replace(/[0-9]/g, d => String.fromCharCode(0x0660 + +d))
const extensions = [' ext. 123', ' x4567', ';ext=12', ' extension 9', ' #77', ',,1234', ' доб. 15', ' anexo 8']

/** The ways to write one valid number; each is [form, text, default region]. */
function* written(number, region) {
  const { countryCallingCode: code, nationalNumber: national } = number
  const international = number.formatInternational()
  const local = number.formatNational()
  yield ['e164', number.number, pick(['', 'US', 'DE', region])]
  yield ['international', international, pick(['', 'GB', region])]
  yield ['national', local, region]
  yield ['national-digits', local.replace(/\D/g, ''), region]
  yield ['national-dots', local.replace(/[ -]+/g, '.'), region]
  yield ['idd-00', `00${code}${national}`, pick(['DE', 'FR', 'IT', 'ZA', 'GB'])]
  yield ['idd-00-spaced', `00 ${international.slice(1)}`, pick(['ES', 'NL', 'AT', 'IN'])]
  yield ['idd-011', `011 ${code} ${national}`, pick(['US', 'CA', 'JM'])]
  yield ['idd-far', `${pick([['AU', '0011'], ['RU', '810'], ['JP', '010'], ['SG', '001'], ['BR', '0014'], ['KE', '000']]).join(':')}:${code}${national}`, '']
  yield ['extension', `${pick([international, local, number.number])}${pick(extensions)}`, region]
  yield ['uri', number.getURI(), '']
  yield ['code-no-plus', `${code}${national}`, region]
  yield ['brackets', `+${code} (${national.slice(0, 3)}) ${national.slice(3, 6)}-${national.slice(6)}`, '']
  yield ['trunk-zero', `+${code} (0)${national}`, region]
  yield ['wide', wide(international), '']
  yield ['arabic', arabic(number.number), '']
  yield ['no-break-space', international.replaceAll(' ', '\u00A0'), '']
  yield ['elsewhere', local, pick(['US', 'GB', 'DE', 'FR', 'BR', 'AU', 'IN', 'JP', 'MX', 'ZA'])]
  yield ['short', number.number.slice(0, -1 - random(3)), region]
  yield ['long', number.number + random(10) + (random(2) ? random(10) : ''), region]
  yield ['garbled', number.number.replace(/^(\+\d{1,3}?)\d/, (_, head) => head + random(10)), region]
  yield ['local-short', local.replace(/\D/g, '').slice(0, -2), region]
}

const rows = ['text,region,form,valid,e164,ext']
const regions = new Set()
const seen = new Set()
const quote = text => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
let valid = 0
for (const region of Object.keys(metadata.countries)) {
  const patterns = (metadata.countries[region][11] || []).filter(type => type && type[0])
  for (let made = 0, tries = 0; made < 3 && tries < 200; tries++) {
    const national = sample(pick(made < 2 ? patterns.slice(0, 2) : patterns)[0])
    const number = parse(`+${metadata.countries[region][0]}${national}`)
    if (!number?.isValid()) continue
    made++
    for (let [form, text, from] of written(number, region)) {
      if (form === 'idd-far') {
        const [place, prefix, rest] = text.split(':');
        [text, from] = [prefix + rest, place]
      }
      // Three to six bare digits are an internal number to us, by intent; numbers, not policy, are compared here.
      if (seen.has(text + from) || /^\d{1,6}$/.test(text)) continue
      seen.add(text + from)
      const verdict = parse(text, from || undefined)
      const isValid = verdict?.isValid() === true
      regions.add(region)
      valid += isValid
      rows.push([quote(text), from, form, isValid ? 1 : 0, verdict?.number ?? '', verdict?.ext ?? ''].join(','))
    }
  }
}

// Digits of about the right length with any punctuation: mostly invalid, and nothing may be made of them that the library does not make.
const separators = ['', '', ' ', '-', '.', '/', ') ', ' (', '  ', '\u2013', '~', '\u00A0']
const tails = [' ext 12', 'x3', '#44', ',,5', ';6', ' int 7', 'ext', '- 99#', '~5']
const places = Object.keys(metadata.countries)
for (let i = 0; i < 2500; i++) {
  const from = pick(places)
  const plan = metadata.countries[from]
  let text = pick([`+${plan[0]}`, plan[5] || '', `00${metadata.countries[pick(places)][0]}`, `+${metadata.countries[pick(places)][0]}`, ''])
  for (let left = pick(plan[3]) + (random(4) ? 0 : random(5) - 2); left > 0; left--) {
    text += random(10)
    if (left > 1 && random(5) === 0) text += pick(separators)
  }
  if (random(12) === 0) text += pick(tails)
  if (/^\d{0,6}$/.test(text) || seen.has(text + from)) continue
  seen.add(text + from)
  const verdict = parse(text, from)
  valid += verdict?.isValid() === true
  rows.push([quote(text), from, 'random', verdict?.isValid() ? 1 : 0, verdict?.number ?? '', verdict?.ext ?? ''].join(','))
}

const junk = ['', '+', '++49301234567', '+49 30 123 +49 30 456', 'abc', '+999123456789', '+0049301234567', '0', '12', '+1', '--', '(030)', '1.5', '20/11/2026',
  '+12125550', '+4930', '+1 (212) 555-01', '030/', '+44 20 7946 0958 extra', '３', '+٤', '00', '000000000000', '+49 (30) 12x34y56', '999999999999999999999']
for (const text of junk) {
  for (const from of ['', 'US', 'DE']) {
    if (/^\d{1,6}$/.test(text)) continue
    const verdict = parse(text, from || undefined)
    rows.push([quote(text), from, 'junk', verdict?.isValid() ? 1 : 0, verdict?.number ?? '', verdict?.ext ?? ''].join(','))
  }
}

const target = fileURLToPath(new URL('../../tests/DataMigrator.Tests/Mapping/Phones/oracle.csv', import.meta.url))
writeFileSync(target, rows.join('\n') + '\n')
console.log(`${rows.length - 1} numbers, ${valid} valid, ${regions.size} regions → ${target}`)
