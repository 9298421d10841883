"""Lots that only the batch's limits couple: prices, plans lot by lot, and a certified bound."""
import sys,time,os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
import threading

import numpy as np

from solver import annealing, check
from solver.batch import Batch
from solver.bound import SCALE, Weights
from solver.choice import Column, choose
from solver.engines import Limits
from solver.lot_program import LotProgram
from solver.plan import Plan, spend, volumes
from solver.prices import CLASSES, KEPT, NEAR, ROUNDS, SINGLE, Market, Master, Prices
from solver.processes import Job, run_all

def say(*a):
    print(f'{time.time()-T0:.1f}s cpu {sum(os.times()[:4]):.1f}', *a, flush=True)
T0=time.time()

def exact_lots(relaxations, worths):
    out=[]
    for r,w in zip(relaxations,worths,strict=True):
        out.append(LotProgram(r,single=10**6,classes=0).solve(w))
    return out

def plan_lots(problems, moneys, starts, steps, seeds):
    return [annealing.anneal(*a, steps=steps, seed=s) for *a,s in zip(problems,moneys,starts,seeds)]

def experiment(batch, workers=2, states=8, steps=1500, rounds=4, noise=0.1, chunk=10, fine=2, mip=20.0):
    market=Market(batch); P=len(batch.lots)
    say('market')
    programs=[LotProgram(r,single=SINGLE,classes=CLASSES) for r in market.relaxations]
    master=Master(market); best=-np.inf; prices=bestp=np.zeros(len(batch.limits))
    room=np.array(market.room)/market.size
    constants=0
    for it in range(ROUNDS):
        tot=-float(prices@room)
        for p,pr in enumerate(programs):
            o=pr.solve(market.worth(p,prices)); tot+=o.priced
            master.add(p,o.money,market.use[p]@o.units/market.size)
        if tot>best: best,bestp=tot,prices
        m=master.prices()
        if master.value-best<=NEAR*abs(best): break
        prices=KEPT*bestp+(1-KEPT)*m
    say('coarse',it,best,master.value,master.over)
    del programs
    prices=bestp; best=-np.inf
    for it in range(fine):
        ch=[range(i,min(i+chunk,P)) for i in range(0,P,chunk)]
        res=run_all([Job(exact_lots,([market.relaxations[p] for p in c],[market.worth(p,prices) for p in c])) for c in ch],workers=workers)
        opt=[o for r in res for o in r]
        tot=-float(prices@room)+sum(o.priced for o in opt)
        for p,o in enumerate(opt): master.add(p,o.money,market.use[p]@o.units/market.size)
        if tot>best: best,bestp,bopt=tot,prices,opt
        m=master.prices(); say('fine',it,tot,best,master.value,(master.value-best)/best)
        prices=KEPT*bestp+(1-KEPT)*m
    certified=Prices(tuple(max(0,round(x/s*SCALE)) for x,s in zip(bestp,market.size)),tuple(Weights(o.weights) for o in bopt))
    B=market.bounded(certified)/SCALE
    say('certified',B)
    # integer
    pool=[{} for _ in range(P)]; imaster=Master(market)
    starts=[annealing.seat(l,o.shares[:, np.argsort(np.argsort(-np.array(l.volume),kind='stable'),kind='stable')]) for l,o in zip(batch.lots,bopt)]
    prices=bestp; hint=(); inc=None
    for rd in range(rounds):
        jobs=[]
        for c in ch:
            ms=[];ss=[];sd=[]
            for p in c:
                rng=np.random.default_rng([7,rd,p]); l=batch.lots[p]
                pk=prices[None]*np.exp(noise*rng.standard_normal((states,len(prices)))); pk[0]=prices
                ms.append((np.array(l.cost,float),np.array([market.worth(p,x) for x in pk]),))
                ss.append(np.repeat(starts[p][None],states,0)); sd.append([7,rd,p])
            jobs.append(Job(_chunk,([batch.lots[p] for p in c],ms,ss,steps,sd)))
        res=run_all(jobs,workers=workers); i=0
        tot=-float(prices@room)
        for r in res:
            for plans in r:
                l=batch.lots[i]; vals=[]
                for s in plans:
                    pl=Plan(l.lot,s); assert not check.faults(l,pl)
                    q=volumes(l,pl); use=[0]*len(batch.limits)
                    col=Column(pl,spend(l,pl),tuple(int(x) for x in market.use[i].astype(int)@np.array(q)))
                    vals.append(col.spend+float(prices@(np.array(col.use)/market.size)))
                    key=(col.spend,col.use)
                    if key not in pool[i]:
                        pool[i][key]=col; imaster.add(i,col.spend,np.array(col.use)/market.size)
                tot+=min(vals) if vals else np.inf
                i+=1
        m=imaster.prices()
        say('round',rd,'priced',tot/B-1,'pool',sum(map(len,pool)),'master',imaster.value/B-1,imaster.over)
        if not all(pool): continue
        lists=[list(q.values()) for q in pool]
        ans=choose(lists,market.room,Limits(effort=mip),hint)
        if ans:
            hint=ans; tot=sum(lists[p][a].spend for p,a in enumerate(ans)); inc=[lists[p][a].plan for p,a in enumerate(ans)]
            assert not check.batch_faults(batch,inc)
            say('chosen',tot,tot/B-1)
        prices=0.5*bestp+0.5*m
    return inc,B

def _chunk(problems,moneys,starts,steps,seeds):
    full=[c[None]+w[:,:,None]*np.array(l.volume,float)[None,None] for l,(c,w) in zip(problems,moneys)]
    return plan_lots(problems,full,starts,steps,seeds)
