import { chromium } from 'playwright-core'
import { execFileSync } from 'node:child_process'
const env={...process.env,SAMBAR_DATA:'/tmp/k4/data',PORT:'8394',DATABASE_URL:''}
const {boards}=JSON.parse(execFileSync(process.execPath,['dist/server/sambar.js','board','--json'],{encoding:'utf8',env,maxBuffer:1<<24}))
const link='http://127.0.0.1:8394/b#'+boards.find(b=>b.region==='152529900201').link.split('#')[1]
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']})
const c=await b.newContext({viewport:{width:1280,height:800},serviceWorkers:'block',bypassCSP:true})
await c.addInitScript(l=>localStorage.setItem('sambar.language',l),'mn-Mong')
const p=await c.newPage()
await p.goto(link); await p.waitForSelector('a.notice')
const href=await p.locator('a.notice').nth(3).getAttribute('href')
await p.goto('http://127.0.0.1:8394'+href+'/print'); await p.waitForSelector('.sheets .sheet'); await p.waitForTimeout(500)
await p.screenshot({path:'/tmp/k4/a.png'})
await p.emulateMedia({media:'print'}); await p.waitForTimeout(300)
await p.screenshot({path:'/tmp/k4/b.png'})
console.log(await p.evaluate(()=>{const e=document.querySelector('.sheet tbody bdi'); const c=getComputedStyle(e); const r=e.getBoundingClientRect(); let vis=[]; for(let x=e;x;x=x.parentElement){const s=getComputedStyle(x); vis.push([x.className||x.tagName,s.writingMode,s.position,s.overflow,s.visibility,s.opacity,s.contain,s.transform].join(' '))} return [c.color,c.fontSize,c.fontFamily,JSON.stringify(r),...vis].join('\n')}))
await b.close()
