import { chromium } from 'playwright-core'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const env={...process.env,SAMBAR_DATA:'/tmp/k4/data',PORT:'8394',DATABASE_URL:''}
const {boards}=JSON.parse(execFileSync(process.execPath,['dist/server/sambar.js','board','--json'],{encoding:'utf8',env,maxBuffer:1<<24}))
const link='http://127.0.0.1:8394/b#'+boards.find(b=>b.region==='152529900201').link.split('#')[1]
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']})
const c=await b.newContext({viewport:{width:1280,height:800},serviceWorkers:'block',bypassCSP:true})
await c.addInitScript(l=>localStorage.setItem('sambar.language',l),process.env.L??'mn-Mong')
if(process.env.NOPRE) await c.addInitScript(()=>{const a=Node.prototype.appendChild; Node.prototype.appendChild=function(n){ if(n.rel==='preload') return n; return a.call(this,n)}})
const p=await c.newPage()
await p.goto(link); await p.waitForSelector('a.notice')
const href=await p.locator('a.notice').nth(3).getAttribute('href')
await p.goto('http://127.0.0.1:8394'+href+'/print'); await p.waitForSelector('.sheets .sheet'); await p.waitForTimeout(500)
const V=':root.on-paper, :root.on-paper body{writing-mode: vertical-lr !important}'
if(process.env.TURN){await p.locator('header .other').click(); await p.waitForTimeout(1500)}
const F=d=>`@font-face{font-family:Hudum;src:url(/fonts/hudum.woff2) format('woff2');font-display:${d};unicode-range: U+1800-18AF, U+200C-200D, U+202F, U+2048-2049}`
console.log(await p.evaluate(()=>[...document.fonts].map(f=>f.family+' '+f.status).join()))

const tries={base:'', wait:'', fetch:'', HPdecl:'', HPload:'', HQ:''}
const decl=(n,u)=>p.addStyleTag({content:`@font-face{font-family:${n};src:url(${u}) format('woff2');font-display:block;unicode-range: U+1800-18AF, U+200C-200D, U+202F, U+2048-2049}`})
const acts={wait:()=>p.waitForTimeout(6000), fetch:()=>p.evaluate(()=>fetch('/fonts/hudum.woff2').then(r=>r.arrayBuffer()).then(()=>0)), HPdecl:()=>decl('HP','/fonts/hudum.woff2'), HPload:()=>p.evaluate(()=>document.fonts.load('16px HP','ᠮ').then(()=>0)),
 HQ:async()=>{await decl('HQ','/fonts/hudum.woff2?2');await p.evaluate(()=>document.fonts.load('16px HQ','ᠮ').then(()=>0))}}
for (const [name,css] of Object.entries(tries)) {
  
  if(acts[name]) await acts[name]()
  writeFileSync('/tmp/k4/t.pdf', await p.pdf({preferCSSPageSize:true,printBackground:true}))
  const fonts=execFileSync('pdffonts',['/tmp/k4/t.pdf'],{encoding:'utf8'}).split('\n').length-3
  const pages=/Pages: +(\d+)/.exec(execFileSync('pdfinfo',['/tmp/k4/t.pdf'],{encoding:'utf8'}))[1]
  console.log(name,'fonts',fonts,'pages',pages)
  if(fonts>0) execFileSync('pdftoppm',['-r','60','-png','/tmp/k4/t.pdf','/tmp/k4/t-'+name])
  
}
await b.close()
