//! Programs that wait, as they are met in manifests.

use std::collections::BTreeMap;

use super::{Need, Target, targets};
use crate::init::shell::calls;

fn shown(script: &str) -> Vec<String> {
    let command = ["sh", "-c", script].map(str::to_owned);
    let all = calls(&command, &BTreeMap::new());
    all.iter().flat_map(targets).map(|target| word(&target)).collect()
}

fn word(target: &Target) -> String {
    match target {
        Target::Host { host, port, need } => {
            let port = port.as_ref().map(|port| format!(":{port}")).unwrap_or_default();
            let mark = if *need == Need::Name { "name " } else { "" };
            format!("{mark}{host}{port}")
        }
        Target::Object { kind, name, namespace } => {
            format!(
                "{kind}/{name}{}",
                namespace.as_ref().map(|name| format!(" in {name}")).unwrap_or_default()
            )
        }
        Target::Pods { selector, .. } => format!("pods {selector}"),
        Target::File { path } => format!("file {path}"),
    }
}

/// Commands of init containers as they are met in charts and manifests, and what each asks for.
#[test]
fn programs_that_wait_are_known() {
    let cases = [
        ("nc -z db 5432", "db:5432"),
        ("nc -zv rabbitmq 5672", "rabbitmq:5672"),
        ("nc -z -v -w30 $HOST 5432", "$HOST:5432"),
        ("nc -w 2 -z db.shop.svc.cluster.local 5432", "db.shop.svc.cluster.local:5432"),
        ("curl -sf -o /dev/null http://web:8080/health", "web:8080"),
        ("curl --max-time 5 --retry 3 https://api.example.com/ready", "api.example.com:443"),
        ("curl -s -X POST -d '{}' elasticsearch:9200/_cluster/health", "elasticsearch:9200"),
        ("wget -q --spider http://web/health", "web:80"),
        ("wget -qO- web:8080", "web:8080"),
        ("pg_isready -h db -p 5432 -U postgres", "db:5432"),
        ("pg_isready --host=db", "db:5432"),
        ("psql postgresql://user:pass@db:5433/app -c 'select 1'", "db:5433"),
        ("psql 'host=db port=6000 user=x' -c 'select 1'", "db:6000"),
        ("mysqladmin ping -h mysql -uroot -psecret --silent", "mysql:3306"),
        ("mysql -hmysql -P 3307 -e 'select 1'", "mysql:3307"),
        ("redis-cli -h redis -a secret ping", "redis:6379"),
        ("mongosh mongodb://mongo/app --eval 'db.runCommand(1)'", "mongo:27017"),
        ("nslookup web.shop.svc.cluster.local", "name web.shop.svc.cluster.local"),
        ("getent hosts db", "name db"),
        ("dig +short db A", "name db"),
        (
            "kafka-topics.sh --bootstrap-server kafka-0.kafka:9092,kafka-1.kafka:9092 --list",
            "kafka-0.kafka:9092|kafka-1.kafka:9092",
        ),
        ("cub kafka-ready -b kafka:29092 1 60", "kafka:29092"),
        ("etcdctl --endpoints=http://etcd:2379 endpoint health", "etcd:2379"),
        ("dockerize -wait tcp://db:5432 -wait http://web/health -timeout 60s", "db:5432|web:80"),
        ("/wait-for-it.sh db:5432 --timeout=60 -- echo up", "db:5432"),
        ("wait-for db:5432 -t 60", "db:5432"),
        ("wait4x tcp db:5432", "db:5432"),
        ("wait-on tcp:db:5432 http-get://web/health", "db:5432|web"),
        ("wait-for-port --host=db --state=inuse 5432", "db:5432"),
        ("printf '' > /dev/tcp/db/5432", "db:5432"),
        ("kubectl wait --for=condition=complete job/migrate -n shop --timeout=600s", "job/migrate in shop"),
        ("kubectl rollout status deploy/web", "deployment/web"),
        ("kubectl get secret db-password", "secret/db-password"),
        ("kubectl wait --for=condition=ready pod -l app=db", "pods app=db"),
        ("wait_for.sh job migrate", "job/migrate"),
        ("wait_for.sh pod -lapp=db", "pods app=db"),
        ("[ -f /vault/secrets/config ]", "file /vault/secrets/config"),
        ("test -d /app/data", "file /app/data"),
        ("openssl s_client -connect ldap:636", "ldap:636"),
        ("python manage.py migrate", ""),
        ("cp /a /b", ""),
    ];
    for (script, expected) in cases {
        assert_eq!(shown(script).join("|"), expected, "{script}");
    }
}
