/** Containers of our own making, written as their like are in files for other platforms. */
const rest = '    cpu: 1\n    memory: 2\n';

export const containers: readonly string[] = [
  // Compose
  `  - name: db
    imageAddress: "library/postgres"
    imageVersion: 16.10
    commands: ["postgres", "-c", "shared_buffers=256MB", -c, max_connections=200]
    envs:
      - { name: POSTGRES_USER, value: app }
      - { name: PGDATA, value: /var/lib/postgresql/data/pgdata }
${rest}`,
  `  - name: cache
    imageAddress: redis
    imageVersion: "7.20"
    commands: [redis-server, --save, "60 1", --appendonly, yes, --maxmemory, 1gb]
${rest}`,
  `  - name: web
    imageAddress: nginx
    imageVersion: 1.27-alpine
    commands: [/bin/sh, -c, "envsubst < /etc/nginx/template > /etc/nginx/nginx.conf && exec nginx -g 'daemon off;'"]
    envs: [{ name: TZ, value: Asia/Shanghai }, { name: START, value: 12:30:45 }]
${rest}`,
  `  - name: wiki
    imageAddress: ghcr.io/acme/wiki
    envs:
      - name: DB_TYPE
        value: 'postgres'
      - name: DEBUG
        value: no
      - name: UMASK
        value: 022
${rest}`,
  `  - name: monitor
    imageAddress: prom/prometheus
    commands:
      - '--config.file=/etc/prometheus/prometheus.yml'
      - '--storage.tsdb.retention.time=15d'
      - '--web.console.libraries=/usr/share/prometheus/console_libraries'
${rest}`,
  // Kubernetes
  `  - name: worker
    imageAddress: registry.example/team/worker
    commands: ["/bin/sh", "-c"]
    args:
    - |
      set -euo pipefail
      until nc -z db 5432; do
        echo "waiting"; sleep 1
      done
      exec ./worker --concurrency="\${CONCURRENCY:-4}"
    envs:
    - name: CONCURRENCY
      value: "8"
    - name: JAVA_OPTS
      value: >-
        -Xms512m -Xmx1g
        -XX:+UseG1GC
        -Dfile.encoding=UTF-8
${rest}`,
  `  - name: sidecar
    imageAddress: envoyproxy/envoy
    imageVersion: v1.30.1
    args: [--config-yaml, "admin: { address: { socket_address: { port_value: 9901 } } }"]
    ports:
    - containerPort: 9901
      protocol: TCP
      name: admin
${rest}`,
  `  - name: node
    imageAddress: quay.io/acme/node-exporter
    args:
      - --path.procfs=/host/proc
      - --collector.filesystem.mount-points-exclude=^/(dev|proc|sys|var/lib/docker/.+)($|/)
      - --web.listen-address=:9100
${rest}`,
  `  - name: init
    imageAddress: busybox
    workingDir: /tmp
    commands: [ sh, -c, 'for i in $(seq 1 5); do echo "$i"; done' ]
${rest}`,
  `  - name: pod-aware
    imageAddress: acme/agent
    envs:
      - name: POD_NAME
        valueFrom: { fieldRef: { fieldPath: metadata.name } }
      - name: LIMIT
        valueFrom:
          resourceFieldRef: { containerName: pod-aware, resource: limits.memory, divisor: 1Mi }
      - name: TOKEN
        valueFrom: { secretKeyRef: { name: agent, key: token } }
${rest}`,
  `  - name: json
    imageAddress: acme/json
    envs:
      - name: CONFIG
        value: '{"level": "info", "outputs": ["stdout"], "sampling": null}'
      - name: TEMPLATE
        value: "{{ .Name }}: {{ .Value }}"
${rest}`,
  `  - name: cron
    imageAddress: acme/cron
    envs:
      - { name: SCHEDULE, value: "*/5 * * * *" }
      - { name: EMPTY, value: "" }
      - { name: VERSION, value: 1e3 }
      - { name: HEX, value: 0x1F }
${rest}`,
  `  - name: cert
    imageAddress: acme/cert
    envs:
      - name: CA
        value: |
          -----BEGIN CERTIFICATE-----
          MIIBszCCAVmgAwIBAgIUK+
          -----END CERTIFICATE-----
      - name: NOTE
        value: |+
          kept

      - name: FOLDED
        value: >
          one
          two

          three
${rest}`,
  // ECS: JSON
  `  - {"name": "api", "imageAddress": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api", "cpu": 1, "memory": 2,
    "commands": ["node", "server.js", "--port=8080"], "envs": [{"name": "NODE_ENV", "value": "production"}]}
`,
  `  - {"name": "log", "imageAddress": "amazon/aws-for-fluent-bit", "imageVersion": "2.32", "cpu": 1, "memory": 1,
    "envs": [{"name": "PATTERN", "value": "^(?<time>[^ ]*) \\\\[(?<level>\\\\w+)\\\\] \\u00e9$"}], "workingDir": "\\/fluent"}
`,
  `  - {"name": "xray", "imageAddress": "public.ecr.aws/xray/daemon", "cpu": 1, "memory": 1,
    "ports": [{"containerPort": 2000, "protocol": "UDP"}], "args": ["-o", "--bind=0.0.0.0:2000"]}
`,
  `  - {"name":"batch","imageAddress":"acme/batch","cpu":1,"memory":4,"commands":["sh","-c","echo \\"done\\" && exit 0"],"args":["",".",":"]}
`,
  // Cloud Run
  `  - name: hello
    imageAddress: us-docker.pkg.dev/cloudrun/container/hello
    ports:
      - name: http1
        containerPort: 8080
    envs:
      - name: TARGET
        value: World
      - name: GREETING
        value: "Hello, \\"World\\" \\U0001F680"
${rest}`,
  `  - name: proxy
    imageAddress: gcr.io/acme/sql-proxy
    args:
      - "--structured-logs"
      - acme:europe-west1:main?port=5432
      - a,b
      - "null"
${rest}`,
  `  - name: 网页
    imageAddress: hub.baidubce.com/acme/web
    envs:
      - name: 标题
        value: 你好，世界 # 注释
      - name: MULTI
        value: first
          second
${rest}`,
];
