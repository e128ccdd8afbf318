"""A fine-tuning API of our own: deterministic from scenario, seed, time and what was asked of it.

Pure, from the ground up:

    exchange                    requests, replies, refusals
    ids                         ids and dice out of a hash
    plan  failures              what one job is going to do; why it is going to fail
    curves                      losses and rewards with a character
    supervised preference reinforcement     one step's data, message and result row, by method
    training                    the three behind one door
    script                      plan -> everything that will be said of a job, by seconds of work
    timeline                    plan and asks -> status and work done at a time
    life                        one job: plan, asks, script, timeline; its events
    jobs checkpoints results    the objects of the API
    samples files               training files that fit, or fail to, and the file store
    catalog create              base models; the body of a create -> plan, or a refusal
    graders cast scenarios      the people of each scenario
    world                       all jobs and files as a function of the time
    serving                     what is shown of it: old events gone, some late, jobs hidden
    faults                      misbehaviour on request
    paging multipart routes     request -> reply

Shells: `simulator` (a world, a clock, a journal), `transport` (in process, for httpx), `server` (HTTP on loopback).
"""
