// Boots a PLC directory and a PDS, the reference code of AT Protocol, on loopback and on free ports; with --view also the
// AppView that counts likes, for which DB_POSTGRES_URL and REDIS_HOST say where PostgreSQL and Redis are.
// Run in the folder where npm installed them. The first line on stdout is JSON with their addresses.
'use strict'
const net = require('node:net')
const { createRequire } = require('node:module')
const load = createRequire(process.cwd() + '/')

// The servers name no host to listen on, which would mean every interface of this machine.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number') {
    const [host, ...others] = typeof rest[0] === 'string' ? rest : ['127.0.0.1', ...rest]
    return listen.call(this, first, host, ...others)
  }
  const open = first !== null && typeof first === 'object' && 'port' in first && !first.host
  return listen.call(this, open ? { ...first, host: '127.0.0.1' } : first, ...rest)
}

const none = { bskyAppViewUrl: undefined, bskyAppViewDid: undefined, bskyAppViewCdnUrlPattern: undefined, modServiceUrl: undefined, modServiceDid: undefined }
const rateLimitsEnabled = process.argv.includes('--limits')

async function main() {
  const { TestNetwork, TestNetworkNoAppView } = load('@atproto/dev-env')
  const network = process.argv.includes('--view')
    ? await TestNetwork.create({ dbPostgresSchema: 'govpr', pds: { hostname: 'localhost' } })
    : await TestNetworkNoAppView.create({ pds: { hostname: 'localhost', rateLimitsEnabled, ...none } })
  const stop = () => network.close().finally(() => process.exit(0))
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop)
  // Whoever booted this holds its stdin open: when they are gone, it ends too.
  process.stdin.on('end', stop).resume()
  console.log(JSON.stringify({ pds: network.pds.url, plc: network.plc.url, view: network.bsky?.url }))
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
