// SPDX-License-Identifier: Apache-2.0
//! Decides DIRECTORY/operations.tsv by Cedar. Writes the outcomes to DIRECTORY/cedar.outcomes and
//! prints: engine, version, nanoseconds a decision, the same with making the request.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityId, EntityTypeName, EntityUid, PolicySet,
    Request, RestrictedExpression,
};
use std::{env, fs, hint::black_box, path::Path, time::Instant};

struct Operation {
    verb: String,
    purpose: String,
    collection: String,
    people: String,
    categories: Vec<String>,
    place: String,
    instruction: String,
    at: i64,
}

fn parse(line: &str) -> Operation {
    let columns: Vec<&str> = line.split('\t').collect();
    let [_, verb, purpose, collection, people, categories, place, instruction, at] = columns[..]
    else {
        panic!("nine columns");
    };
    let listed = categories.split(',').filter(|id| !id.is_empty());
    Operation {
        verb: verb.into(),
        purpose: purpose.into(),
        collection: collection.into(),
        people: people.into(),
        categories: listed.map(String::from).collect(),
        place: place.into(),
        instruction: instruction.into(),
        at: at.parse().unwrap(),
    }
}

/// The names of entity types, parsed once.
struct Types {
    actor: EntityTypeName,
    action: EntityTypeName,
    collection: EntityTypeName,
    people: EntityTypeName,
    purpose: EntityTypeName,
    place: EntityTypeName,
}

impl Types {
    fn new() -> Self {
        let name = |text: &str| text.parse().unwrap();
        Types {
            actor: name("Actor"),
            action: name("Action"),
            collection: name("Collection"),
            people: name("People"),
            purpose: name("Purpose"),
            place: name("Place"),
        }
    }
}

fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}

/// What the operation leaves out is left out of the context.
fn request(types: &Types, operation: &Operation) -> Request {
    let mut context = Vec::with_capacity(6);
    let mut add = |key: &str, value| context.push((key.to_string(), value));
    add("at", RestrictedExpression::new_long(operation.at));
    let entity = |kind, id| RestrictedExpression::new_entity_uid(uid(kind, id));
    if !operation.purpose.is_empty() {
        add("purpose", entity(&types.purpose, &operation.purpose));
    }
    if !operation.place.is_empty() {
        add("place", entity(&types.place, &operation.place));
    }
    if !operation.categories.is_empty() {
        let ids = operation.categories.iter().cloned();
        add(
            "categories",
            RestrictedExpression::new_set(ids.map(RestrictedExpression::new_string)),
        );
    }
    if !operation.instruction.is_empty() {
        let reference = operation.instruction.clone();
        add("instruction", RestrictedExpression::new_string(reference));
    }
    // An act on a person as a whole names people and no collection.
    let resource = if operation.collection.is_empty() {
        uid(&types.people, &operation.people)
    } else {
        if !operation.people.is_empty() {
            add("people", entity(&types.people, &operation.people));
        }
        uid(&types.collection, &operation.collection)
    };
    Request::new(
        uid(&types.actor, "service"),
        uid(&types.action, &operation.verb),
        resource,
        Context::from_pairs(context).unwrap(),
        None,
    )
    .unwrap()
}

/// Nanoseconds a call, over whole passes of at least half a second together.
fn measure<T>(items: &[T], mut decide: impl FnMut(&T) -> Decision) -> f64 {
    let begin = Instant::now();
    let mut passes = 0;
    while passes == 0 || begin.elapsed().as_millis() < 500 {
        for item in items {
            black_box(decide(item));
        }
        passes += 1;
    }
    begin.elapsed().as_nanos() as f64 / (passes * items.len()) as f64
}

fn main() {
    let directory = env::args().nth(1).expect("DIRECTORY");
    let path = |name: &str| Path::new(&directory).join(name);
    let read = |name: &str| fs::read_to_string(path(name)).unwrap();
    let policies: PolicySet = read("policies.cedar").parse().unwrap();
    let entities = Entities::from_json_str(&read("entities.json"), None).unwrap();
    let operations: Vec<Operation> = read("operations.tsv").lines().map(parse).collect();
    let types = Types::new();
    let requests: Vec<Request> = operations
        .iter()
        .map(|each| request(&types, each))
        .collect();
    let authorizer = Authorizer::new();
    let decide = |request: &Request| {
        authorizer
            .is_authorized(request, &policies, &entities)
            .decision()
    };

    let outcomes = requests.iter().map(|each| match decide(each) {
        Decision::Allow => "allowed\n",
        Decision::Deny => "refused\n",
    });
    fs::write(path("cedar.outcomes"), outcomes.collect::<String>()).unwrap();
    let evaluated = measure(&requests, decide);
    let requested = measure(&operations, |each| decide(&request(&types, each)));
    let version = cedar_policy::get_sdk_version();
    println!("Cedar\t{version}\t{evaluated:.1}\t{requested:.1}");
}
