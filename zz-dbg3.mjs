import { chromium } from 'playwright-core'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']})
const p=await (await b.newContext({viewport:{width:1280,height:800}})).newPage()
const rows=n=>Array.from({length:n},(_,i)=>`<tr><td>${i}</td><td>巴特尔</td><td>1,234</td></tr>`).join('')
const body=`<div class=s><p>hello 你好</p><table>${rows(5)}</table></div><div class=s><p>two</p></div>`
const tries={
 H:'.s{width:210mm;height:296mm;break-after:page}',
 orth:'.s{width:210mm;height:296mm;break-after:page;writing-mode:vertical-lr}',
 orthpage:'@page{size:210mm 297mm;margin:0}body{margin:0}.s{width:210mm;height:296mm;break-after:page;writing-mode:vertical-lr}',
 V:'html{writing-mode:vertical-lr}@page{size:210mm 297mm;margin:0}body{margin:0}.s{width:209mm;height:297mm;break-after:page}',
 Vplain:'html{writing-mode:vertical-lr}',
 orthinner:'@page{size:210mm 297mm;margin:0}body{margin:0}.s{width:210mm;height:296mm;break-after:page;overflow:hidden}.s>*{writing-mode:vertical-lr}',
 rot:'@page{size:210mm 297mm;margin:0}body{margin:0}.s{width:210mm;height:296mm;break-after:page;overflow:hidden;contain:strict;display:flow-root}.s>*{writing-mode:vertical-lr;display:inline-block}',
}
for (const [name,css] of Object.entries(tries)) {
  await p.setContent(`<style>${css}</style>${body}`)
  writeFileSync('/tmp/k4/t.pdf', await p.pdf({preferCSSPageSize:true,printBackground:true}))
  const fonts=execFileSync('pdffonts',['/tmp/k4/t.pdf'],{encoding:'utf8'}).split('\n').length-3
  const pages=/Pages: +(\d+)/.exec(execFileSync('pdfinfo',['/tmp/k4/t.pdf'],{encoding:'utf8'}))[1]
  console.log(name,'fonts',fonts,'pages',pages)
}
await p.goto('http://127.0.0.1:8394/open').catch(()=>{}); 
await b.close()
