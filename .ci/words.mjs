/**
 * `npm run words`: one page for a native reader, to be read and filled in on paper. Every sentence, Chinese beside
 * vertical Mongolian in the app's own font, where it appears, what it was put together from, and whether anybody has
 * reviewed it. The page speaks Chinese, which is what the Mongolian is compared with.
 *
 * usage: node .ci/words.mjs [--out FILE] [section …]     sections as in i18n: villager open sync plain import api cli
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const words = process.argv.slice(2)
const named = words.indexOf('--out')
const out = named < 0 ? join(ROOT, 'dist/words.html') : resolve(words[named + 1])
const wanted = words.filter((_, i) => named < 0 || (i !== named && i !== named + 1))

const read = (name) => JSON.parse(readFileSync(join(ROOT, 'i18n', `${name}.json`), 'utf8'))
const zh = read('zh-Hans')
const mn = read('mn-Mong')
const notes = read('notes')
const glossary = read('glossary')

/** What readers of a phone see comes first. A group without a name here is called by its key. */
const SECTIONS = [
  'villager',
  'open',
  'sync',
  'kiosk',
  'paper',
  'desk',
  'plain',
  'import',
  'api',
  'cli',
]
const NAMES = {
  villager: '手机应用',
  'villager.shell': '每一页都有的文字',
  'villager.board': '公开栏',
  'villager.news': '上次看过以后',
  'villager.person': '一户的领取情况',
  'villager.similar': '相近的姓名',
  'villager.household': '我家',
  'villager.notice': '一份公开件',
  'villager.share': '转给别人',
  'villager.verified': '核验情况',
  'villager.catalog': '公开目录',
  'villager.settings': '设置',
  'villager.install': '装到手机上',
  'villager.when': '时间的说法',
  'villager.amount': '金额',
  open: '打开公开栏',
  sync: '更新与核验的结果',
  kiosk: '公开栏旁的平板',
  'kiosk.name': '找名字',
  'kiosk.read': '朗读',
  'kiosk.pace': '快慢',
  'kiosk.say': '朗读的句子',
  'kiosk.steps': '翻页',
  'kiosk.take': '带走',
  paper: '打印，核对打印件',
  desk: '工作人员的工作台',
  plain: '不用脚本的网页',
  import: '导入发放表',
  api: '办公接口的答复',
  cli: '办公命令',
}
const STATUS = { unreviewed: '未审', reviewed: '已审', disputed: '有争议' }

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)
/** What the app puts in stands apart, so that nobody translates it. */
const sentence = (text) => escape(text).replace(/\{[^{}]*\}/g, (hole) => `<code>${hole}</code>`)

const isNote = (value) => typeof value.status === 'string'
function* walk(note, path) {
  for (const [key, inner] of Object.entries(note)) {
    if (isNote(inner)) yield { path: [...path, key], note: inner }
    else yield* walk(inner, [...path, key])
  }
}
const find = (messages, path) => path.reduce((here, key) => here?.[key], messages) ?? ''

/** The app's own sentences by screen, the rest by section. */
const groupOf = ([section, screen]) => (section === 'villager' ? `villager.${screen}` : section)

const sections = [
  ...SECTIONS.filter((name) => name in notes),
  ...Object.keys(notes).filter((name) => !SECTIONS.includes(name)),
].filter((name) => wanted.length === 0 || wanted.includes(name))

const all = sections.flatMap((name) => [...walk(notes[name], [name])])
const groups = new Map()
for (const entry of all) {
  const group = groupOf(entry.path)
  groups.set(group, [...(groups.get(group) ?? []), entry])
}
const order = Object.keys(NAMES)
const place = (id) =>
  order.includes(id) ? order.indexOf(id) : order.indexOf(id.split('.')[0]) + 0.5
const byScreen = [...groups].sort(([a], [b]) => place(a) - place(b))
const count = (status) => all.filter(({ note }) => note.status === status).length
const used = [...new Set(all.flatMap(({ note }) => note.terms ?? []))].filter(
  (term) => term in glossary,
)

const mongolian = (text) => `<div class="mn" lang="mn-Mong-CN">${sentence(text)}</div>`
const answer = `<div class="answer"><span class="box"></span>对
<span class="box"></span>改为<div class="better"><i></i><i></i><i></i></div></div>`

function entryOf({ path, note }) {
  const terms = (note.terms ?? [])
    .map((term) => (glossary[term] ? escape(glossary[term].zh) : escape(term)))
    .join('、')
  const outside = (note.outsideGlossary ?? []).map(escape).join(' ')
  const state =
    note.status === 'reviewed'
      ? `${STATUS.reviewed} ${escape(note.by ?? '')} ${escape(note.date ?? '')}`
      : STATUS[note.status]
  return `<article class="${escape(note.status)}" id="${escape(path.join('.'))}">
<p class="zh" lang="zh-Hans">${sentence(find(zh, path))}</p>
${mongolian(find(mn, path))}
${answer}
<p class="about"><b>${state}</b> <span class="key">${escape(path.join('.'))}</span> ${escape(note.where)}
${terms ? `<br>术语：${terms}` : ''}${outside ? `<br>术语表里没有：<span lang="mn-Mong-CN">${outside}</span>` : ''}</p>
</article>`
}

function termOf(key) {
  const term = glossary[key]
  const trust = { high: '见于公文', medium: '较可靠', low: '待定' }[term.trust] ?? term.trust
  return `<article class="term ${escape(term.trust)}" id="term.${escape(key)}">
<p class="zh" lang="zh-Hans">${escape(term.zh)}</p>
${mongolian(term.mn)}
${answer}
<p class="about"><b>${escape(trust)}</b> <span class="key">${escape(key)}</span> ${escape(term.source)}</p>
</article>`
}

const section = (id, title, articles) =>
  `<section id="${escape(id)}"><h2>${escape(title)} <small>${articles.length}</small></h2>
<div class="cards">\n${articles.join('\n')}\n</div></section>`

const font = readFileSync(join(ROOT, 'public/fonts/hudum.woff2')).toString('base64')

const page = `<!doctype html>
<html lang="zh-Hans" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>蒙古文审读表</title>
<style>
@font-face { font-family: Hudum; src: url(data:font/woff2;base64,${font}) format('woff2');
  unicode-range: U+1800-18AF, U+200C-200D, U+202F, U+2048-2049; }
@page { size: A4; margin: 14mm 12mm; }
* { box-sizing: border-box; }
body { max-width: 190mm; margin: 0 auto; padding: 1em; color: #111; background: #fff;
  font: 10.5pt/1.5 Hudum, 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', sans-serif; }
h1 { margin: 0 0 .3em; font-size: 18pt; }
h2 { margin: 1.5em 0 .5em; font-size: 14pt; border-bottom: 1pt solid; break-after: avoid; }
small, .about { color: #555; font-size: 8pt; font-weight: 400; }
.sign { display: flex; flex-wrap: wrap; gap: .5em 2em; }
.sign span { flex: 1; min-width: 50mm; padding-top: 1.6em; border-bottom: .5pt solid; }
.cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2mm; }
article { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 0 3mm; align-content: start;
  padding: 2mm; border: .5pt solid #999; break-inside: avoid; }
article.unreviewed, article.low { border-left: 3pt solid #b00; }
article.disputed { border-left: 3pt double #b00; }
.zh { margin: 0; overflow-wrap: anywhere; }
.mn { writing-mode: vertical-lr; max-height: 38mm; font-size: 13pt; line-height: 1.7; }
.answer { font-size: 9pt; white-space: nowrap; }
.box { display: inline-block; width: 3.4mm; height: 3.4mm; margin-right: 1mm; border: .8pt solid; vertical-align: -.4mm; }
.better { display: flex; min-height: 24mm; }
.better i { width: 7mm; border-right: .4pt solid #999; }
.about { grid-column: 1 / -1; margin: 1mm 0 0; overflow-wrap: anywhere; }
.about b { padding: 0 .3em; color: #b00; border: .5pt solid; }
.reviewed .about b, .high .about b { color: #060; }
.key { font-family: monospace; }
code { padding: 0 .2em; color: #05c; font-family: monospace; font-size: .85em; }
@media (max-width: 40em) { .cards { grid-template-columns: minmax(0, 1fr); } }
</style>
</head>
<body>
<h1>蒙古文审读表</h1>
<p>左边是汉文，右边是应用里的蒙古文。请逐条看：对的勾“对”；不对的勾“改为”，在竖线之间写上更好的说法。
蓝色的 <code>{…}</code> 由程序填入数字或名称，不用翻译，但可以换位置。红边的还没有人审过。</p>
<p>共 ${all.length} 条：未审 ${count('unreviewed')}，已审 ${count('reviewed')}，有争议 ${count('disputed')}。</p>
<div class="sign"><span>审读人</span><span>单位</span><span>日期</span></div>
${byScreen.map(([id, entries]) => section(id, NAMES[id] ?? id, entries.map(entryOf))).join('\n')}
${section('terms', '所用的术语', used.sort().map(termOf))}
</body>
</html>
`

mkdirSync(dirname(out), { recursive: true })
writeFileSync(out, page)
console.log(
  `${relative(process.cwd(), out)}: ${all.length} sentences, ${count('unreviewed')} unreviewed`,
)
