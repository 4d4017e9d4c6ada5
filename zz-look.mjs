import { chromium } from 'playwright-core'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const env={...process.env,SAMBAR_DATA:'/tmp/k4/data',PORT:'8394',DATABASE_URL:''}
const {boards}=JSON.parse(execFileSync(process.execPath,['dist/server/sambar.js','board','--json'],{encoding:'utf8',env,maxBuffer:1<<24}))
const region=process.env.REGION??'152529901203'
const link='http://127.0.0.1:8394/b#'+boards.find(b=>b.region===region).link.split('#')[1]
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']})
const [what='print', lang='zh-Hans', paper='a4', dir='portrait', nth='1'] = process.argv.slice(2)
const c=await b.newContext({viewport:{width:360,height:740},serviceWorkers:'block',bypassCSP:true})
await c.addInitScript(l=>localStorage.setItem('sambar.language',l),lang)
const p=await c.newPage(); p.on('pageerror',e=>console.log('ERR',e.message)); p.on('console',m=>console.log('LOG',m.text()))
await p.goto(link); await p.waitForSelector('a.notice')
const href=await p.locator('a.notice').nth(Number(nth)).getAttribute('href')
if(what==='print'){
 await p.goto('http://127.0.0.1:8394'+href+'/print')
 await p.waitForSelector('.sheets .sheet',{timeout:20000}).catch(async e=>{console.log((await p.innerText('body')).slice(0,500)); })
 await p.locator(`input[name=paper][value=${paper}]`).check(); await p.locator(`input[name=direction][value=${dir}]`).check()
 await p.waitForTimeout(800)
}
await p.screenshot({path:'/tmp/k4/shot.png'})
await p.setViewportSize({width:1280,height:800}); await p.waitForTimeout(300)
await p.screenshot({path:'/tmp/k4/shot-wide.png'})
if(process.env.CSS) await p.addStyleTag({content:process.env.CSS})
writeFileSync('/tmp/k4/out.pdf', await p.pdf({preferCSSPageSize:true,printBackground:true}))
console.log(execFileSync('pdfinfo',['-l','-1','/tmp/k4/out.pdf'],{encoding:'utf8'}).split('\n').filter(l=>/Pages|Page +\d/.test(l)).slice(0,5).join('\n'))
execFileSync('bash',['-c','rm -f /tmp/k4/pg-*; pdftoppm -r 70 -png /tmp/k4/out.pdf /tmp/k4/pg'])
await b.close()
