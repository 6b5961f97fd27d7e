// nodex12.js - what node-x12 does with a file: it has no rules for sets, so this is parsing into objects, its strict mode on.
//
//     node nodex12.js speed FILE SECONDS     MB/s of processor time and errors
//     node nodex12.js check FILE…            how many of the files it refuses
const fs = require('fs')
const { X12Parser } = require('node-x12')

function errors (text) {
  try {
    new X12Parser(true).parse(text)
    return 0
  } catch (e) {
    return 1
  }
}

const [what, ...rest] = process.argv.slice(2)
if (what === 'check') {
  console.log(rest.filter(f => errors(fs.readFileSync(f, 'utf8'))).length)
} else {
  const text = fs.readFileSync(rest[0], 'utf8')
  const found = errors(text)
  let passes = 0
  const start = process.cpuUsage()
  let micros = 0
  do {
    errors(text)
    passes++
    const now = process.cpuUsage(start)
    micros = now.user + now.system
  } while (micros < Number(rest[1]) * 1e6)
  console.log((text.length * passes / micros).toFixed(4) + ' ' + found)
}
